using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace TopGun.Server.Tests.Auth;

/// <summary>Tokens made by hand, so that they can be wrong in every way.</summary>
internal static class Jwt
{
    public const string Secret = "a-secret-of-the-tests-with-more-than-32-bytes";
    public const string Hs256 = """{"alg":"HS256","typ":"JWT"}""";

    /// <summary>A signed token of a header and a payload as they stand.</summary>
    public static string Sign(string payload, string header = Hs256, string secret = Secret)
    {
        var text = $"{Encode(header)}.{Encode(payload)}";
        return $"{text}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(text)))}";
    }

    /// <summary>A token that is right.</summary>
    public static string For(string subject, long expiresAtSeconds, string more = "") => Sign($$"""{"sub":"{{subject}}","exp":{{expiresAtSeconds}}{{more}}}""");

    public static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
