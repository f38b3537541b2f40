using TopGun.Server.Auth;

namespace TopGun.Server.Tests.Auth;

/// <summary>Patterns of map names, and users who are called like one.</summary>
public class MapPatternTests
{
    [Theory]
    [InlineData("notes", "notes")]
    [InlineData("*", "")]
    [InlineData("*", "anything at all")]
    [InlineData("notes-*", "notes-")]
    [InlineData("notes-*", "notes-2026")]
    [InlineData("*-notes", "a-notes-notes")]
    [InlineData("*a*b*", "xxaxxbxx")]
    [InlineData("a**b", "ab")]
    [InlineData("a*?", "abc")]
    [InlineData("?", "x")]
    [InlineData("n?tes", "nVtes")]
    [InlineData("*.*.*", "a.b.c")]
    [InlineData("{sub}", "alice")]
    [InlineData("user-{sub}", "user-alice")]
    [InlineData("{sub}-*", "alice-todos")]
    [InlineData("*-{sub}", "a-alice-b-alice")]
    [InlineData("{sub}{sub}", "alicealice")]
    [InlineData("{su}", "{su}")]
    [InlineData("", "")]
    public void These_fit_for_alice(string pattern, string map) => Assert.True(new MapPattern(pattern).Matches(map, "alice"));

    [Theory]
    [InlineData("notes", "note")]
    [InlineData("notes", "notess")]
    [InlineData("notes", "Notes")]
    [InlineData("notes-*", "notes")]
    [InlineData("?", "")]
    [InlineData("?", "xy")]
    [InlineData("*?", "")]
    [InlineData("n?tes", "ntes")]
    [InlineData("*a*b*", "bbaa")]
    [InlineData("{sub}", "bob")]
    [InlineData("{sub}", "{sub}")]
    [InlineData("{sub}", "")]
    [InlineData("user-{sub}", "user-alice2")]
    [InlineData("{sub}-*", "alic-e")]
    [InlineData("*{sub}", "alicia")]
    [InlineData("", "x")]
    public void These_do_not(string pattern, string map) => Assert.False(new MapPattern(pattern).Matches(map, "alice"));

    [Theory]
    [InlineData("*", "private-alice")]
    [InlineData("?????", "alice")]
    [InlineData("{sub}", "alice")]
    [InlineData("alice-x*", "alice-y")]
    [InlineData("", "alice")]
    public void A_user_called_like_a_pattern_gets_nobody_elses_maps(string subject, string map)
    {
        Assert.False(new MapPattern("{sub}").Matches(map, subject));
        Assert.False(new MapPattern("private-{sub}").Matches(map, subject));
    }

    [Fact]
    public void Such_a_user_gets_the_maps_of_that_very_name()
    {
        Assert.True(new MapPattern("private-{sub}").Matches("private-*", "*"));
        Assert.True(new MapPattern("private-{sub}").Matches("private-{sub}", "{sub}"));
    }

    [Fact]
    public void A_pattern_of_many_stars_takes_no_time_to_speak_of()
    {
        var pattern = new MapPattern(string.Concat(Enumerable.Repeat("*a", 60)) + "b");

        Assert.False(pattern.Matches(new string('a', 128), "alice"));
    }
}
