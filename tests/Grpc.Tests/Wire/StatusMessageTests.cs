using TopGun.Grpc.Wire;

namespace TopGun.Grpc.Tests.Wire;

/// <summary>The text of a status in a header.</summary>
[Trait("Pitfall", "10")]
public sealed class StatusMessageTests
{
    [Theory]
    [InlineData("plain text, ~ and all", "plain text, ~ and all")]
    [InlineData("100%", "100%25")]
    [InlineData("a\nb\t", "a%0Ab%09")]
    [InlineData("ü☕", "%C3%BC%E2%98%95")]
    [InlineData("\u007f", "%7F")]
    public void A_text_survives_the_header(string text, string header)
    {
        Assert.Equal(header, StatusMessage.Encode(text));
        Assert.Equal(text, StatusMessage.Decode(header));
    }

    [Theory]
    [InlineData("50% off", "50% off")]
    [InlineData("%", "%")]
    [InlineData("%4", "%4")]
    [InlineData("%zz%41", "%zzA")]
    [InlineData("%+1", "%+1")]
    public void A_malformed_escape_stays_as_it_is(string header, string text) => Assert.Equal(text, StatusMessage.Decode(header));
}
