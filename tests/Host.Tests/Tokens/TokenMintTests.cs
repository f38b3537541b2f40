using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TopGun.Host.Tokens;

namespace TopGun.Host.Tests.Tokens;

/// <summary>Tokens are what any other issuer of HS256 would make: read here without the library that made them.</summary>
public class TokenMintTests
{
    private const string Secret = "a-secret-of-the-tests-with-more-than-32-bytes";

    [Fact]
    public void A_token_names_the_user_the_roles_and_its_time()
    {
        var before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var token = TokenMint.Mint(Secret, "alice \"*\" {sub}", ["editor", "admin"], TimeSpan.FromHours(2), TimeProvider.System);

        var payload = Part(token, 1);
        Assert.Equal("alice \"*\" {sub}", payload.GetProperty("sub").GetString());
        Assert.Equal(["editor", "admin"], payload.GetProperty("roles").EnumerateArray().Select(role => role.GetString()));
        var issuedAt = payload.GetProperty("iat").GetInt64();
        Assert.InRange(issuedAt, before, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        Assert.Equal(issuedAt, payload.GetProperty("nbf").GetInt64());
        Assert.Equal(issuedAt + 7_200, payload.GetProperty("exp").GetInt64());
    }

    [Fact]
    public void One_role_or_none_is_a_list_too()
    {
        Assert.Equal(JsonValueKind.Array, Part(Mint(["editor"]), 1).GetProperty("roles").ValueKind);
        Assert.False(Part(Mint([]), 1).TryGetProperty("roles", out var none) && none.GetArrayLength() > 0);
    }

    [Fact]
    public void It_is_signed_with_HS256_and_the_secret()
    {
        var token = Mint([]);
        var signed = token[..token.LastIndexOf('.')];

        Assert.Equal("HS256", Part(token, 0).GetProperty("alg").GetString());
        Assert.Equal(
            Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.ASCII.GetBytes(signed))),
            token[(signed.Length + 1)..]);
    }

    private static string Mint(string[] roles) => TokenMint.Mint(Secret, "alice", roles, TimeSpan.FromHours(1), TimeProvider.System);

    private static JsonElement Part(string token, int part) => JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[part])).RootElement;
}
