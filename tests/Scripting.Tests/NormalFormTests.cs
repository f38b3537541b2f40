using TopGun.Scripting.Unicode;

namespace TopGun.Scripting.Tests;

/// <summary>What the normal forms of Unicode promise (UAX #15), for every character there is.</summary>
public sealed class NormalFormTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Normalising_twice_changes_nothing_more(bool compose)
    {
        foreach (var compatible in new[] { false, true })
        {
            foreach (var text in Characters())
            {
                var once = NormalForms.Apply(text, compatible, compose);
                Assert.Equal(once, NormalForms.Apply(once, compatible, compose));
            }
        }
    }

    [Fact]
    public void Composing_and_taking_apart_again_is_taking_apart()
    {
        foreach (var text in Characters())
            Assert.Equal(NormalForms.Apply(text, false, false), NormalForms.Apply(NormalForms.Apply(text, false, true), false, false));
    }

    [Fact]
    public void Marks_of_different_classes_have_one_order()
        => Assert.Equal(NormalForms.Apply("q\u0307\u0323", false, true), NormalForms.Apply("q\u0323\u0307", false, true));

    // With marks around, so that order and composition have something to do.
    private static IEnumerable<string> Characters()
    {
        for (var codePoint = 0xA0; codePoint < 0x30000; codePoint++)
            if (codePoint is < 0xD800 or > 0xDFFF) yield return "a\u0315\u0300" + char.ConvertFromUtf32(codePoint) + "\u0323\u0301";
    }
}
