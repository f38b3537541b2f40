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
}
