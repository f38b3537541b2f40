using System.ComponentModel.DataAnnotations;
using TopGun.Server.Auth;

namespace TopGun.Server.Tests.Auth;

/// <summary>The options say all that is wrong with them at once.</summary>
public class JwtOptionsTests
{
    [Theory]
    [InlineData(null, "0 bytes")]
    [InlineData("", "0 bytes")]
    [InlineData("0123456789012345678901234567890", "31 bytes")]
    public void A_secret_of_less_than_32_bytes_is_refused_with_its_length_and_the_cure(string? secret, string length)
    {
        var mistake = Assert.Single(Mistakes(new() { Jwt = { Secret = secret } }));

        Assert.Contains(length, mistake);
        Assert.Contains("openssl rand -base64 48", mistake);
    }

    [Fact]
    public void Bytes_count_and_not_letters() => Assert.Empty(Mistakes(new() { Jwt = { Secret = new string('\u00FC', 16) } }));

    [Fact]
    public void Every_mistake_is_reported()
    {
        var mistakes = Mistakes(new()
        {
            Jwt = { Leeway = TimeSpan.FromMinutes(6) },
            MaxClockDrift = TimeSpan.FromMilliseconds(49),
            WriterRetention = TimeSpan.FromDays(1),
            TombstoneRetention = TimeSpan.FromDays(3_651),
            Heartbeat = TimeSpan.FromHours(1),
            IdleMapTimeout = TimeSpan.Zero,
        });

        Assert.Equal(7, mistakes.Length);
        Assert.All(new[] { "Secret", "Leeway", "MaxClockDrift", "WriterRetention", "TombstoneRetention", "Heartbeat", "IdleMapTimeout" }, name => Assert.Contains(mistakes, mistake => mistake.Contains(name, StringComparison.Ordinal)));
    }

    private static string[] Mistakes(TopGunServerOptions options) => [.. options.Validate(new ValidationContext(options)).Select(mistake => mistake.ErrorMessage!)];
}
