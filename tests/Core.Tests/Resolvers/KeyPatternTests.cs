using System.Text;
using TopGun.Core.Resolvers;

namespace TopGun.Core.Tests.Resolvers;

/// <summary>Which keys a resolver is for.</summary>
public sealed class KeyPatternTests
{
    [Theory]
    [InlineData("*", "")]
    [InlineData("*", "anything")]
    [InlineData("user:*", "user:123")]
    [InlineData("user:*", "user:")]
    [InlineData("user:?", "user:1")]
    [InlineData("*:draft", "a:b:draft")]
    [InlineData("a*b*c", "a-b-b-c")]
    [InlineData("a**c", "ac")]
    [InlineData("?", "\U0001F600")]
    [InlineData("*?x", "\U0001F600x")]
    [InlineData("a.c", "a.c")]
    public void Fits(string pattern, string key) => Assert.True(new KeyPattern(pattern).Matches(key));

    [Theory]
    [InlineData("user:*", "post:123")]
    [InlineData("user:*", "User:1")]
    [InlineData("user:?", "user:")]
    [InlineData("user:?", "user:12")]
    [InlineData("*:draft", "a:draft:b")]
    [InlineData("a*b*c", "a-c-b")]
    [InlineData("??", "\U0001F600")]
    [InlineData("a.c", "abc")]
    [InlineData("a", "")]
    public void Does_not_fit(string pattern, string key) => Assert.False(new KeyPattern(pattern).Matches(key));

    [Fact]
    public void It_fits_what_a_matcher_that_tries_everything_finds()
    {
        // Few letters, so that many fit; some lie above U+FFFF, and some patterns are longer than one word of states.
        string[] letters = ["a", "b", "\U0001F600"];
        var random = new Random(7);
        var fitting = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var most = i % 100 == 0 ? 90 : 7;
            var pattern = Text(random, ["*", "?", .. letters], 1 + random.Next(most));
            var key = Text(random, letters, random.Next(most));
            var expected = IsFit(pattern.EnumerateRunes().ToArray(), key.EnumerateRunes().ToArray());
            fitting += expected ? 1 : 0;
            Assert.True(expected == new KeyPattern(pattern).Matches(key), $"{pattern} and {key}: {expected} was expected.");
        }

        Assert.InRange(fitting, 2_000, 18_000);
    }

    [Fact]
    public void The_worst_pattern_is_bounded()
    {
        var pattern = new KeyPattern(string.Concat(Enumerable.Repeat("*a", 127)) + "*b");

        Assert.False(pattern.Matches(new string('a', 512)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public void An_empty_pattern_is_refused(string? text) => Assert.Throws<ArgumentException>(() => new KeyPattern(text!));

    [Fact]
    public void A_long_pattern_is_refused() => Assert.Throws<ArgumentException>(() => new KeyPattern(new string('a', KeyPattern.MaxLength + 1)));

    private static string Text(Random random, string[] parts, int count) => string.Concat(Enumerable.Range(0, count).Select(_ => parts[random.Next(parts.Length)]));

    // By the table of all prefixes of both.
    private static bool IsFit(Rune[] pattern, Rune[] key)
    {
        var fits = new bool[pattern.Length + 1, key.Length + 1];
        for (var p = 0; p <= pattern.Length; p++)
            for (var k = 0; k <= key.Length; k++)
                fits[p, k] = (p, k) switch
                {
                    (0, _) => k == 0,
                    _ when pattern[p - 1].Value == '*' => fits[p - 1, k] || (k > 0 && fits[p, k - 1]),
                    _ => k > 0 && fits[p - 1, k - 1] && (pattern[p - 1].Value == '?' || pattern[p - 1] == key[k - 1]),
                };
        return fits[pattern.Length, key.Length];
    }
}
