using System.Security.Cryptography;
using System.Text;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Server.Auth;
using TopGun.Server.Sessions;

namespace TopGun.Server.Tests.Auth;

/// <summary>Which tokens are taken, and what is said of the others.</summary>
public class TokenAuthenticatorTests
{
    private const long Now = ManualTime.NewYear / 1_000;
    private const long Later = Now + 3_600;

    [Fact]
    public async Task A_token_names_the_user_the_roles_and_the_rest()
    {
        var credential = await Authenticate(Jwt.Sign($$$"""
            {"sub":"alice","exp":{{{Later}}},"roles":["editor","admin","editor",7],"userId":"x","age":41,"ratio":0.5,"tags":["a",1],"of":{"deep":{"er":null}},"ok":true}
            """));

        Assert.Equal("alice", credential.Principal.Subject);
        Assert.Equal(["admin", "editor"], credential.Principal.Roles.Order());
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(Later + 30), credential.ExpiresAt);
        Assert.Equal(
            Value.Object(
                ("exp", Later), ("userId", "x"), ("age", 41), ("ratio", 0.5), ("tags", Value.List("a", 1)),
                ("of", Value.Object(("deep", Value.Object(("er", Value.Null))))), ("ok", true)),
            credential.Principal.Metadata);
    }

    [Theory]
    [InlineData("\"editor\"", "editor")]
    [InlineData("[]", "")]
    [InlineData("null", "")]
    [InlineData("{\"editor\":true}", "")]
    [InlineData("[[\"editor\"]]", "")]
    [InlineData("\"editor,admin\"", "editor,admin")]
    public async Task Roles_are_a_text_or_a_list_of_texts_and_nothing_else(string claim, string expected)
    {
        var credential = await Authenticate(Jwt.For("alice", Later, $",\"roles\":{claim}"));

        Assert.Equal(expected, string.Join('|', credential.Principal.Roles));
    }

    [Theory]
    [InlineData("bearer ")]
    [InlineData("BEARER ")]
    [InlineData("Bearer   ")]
    public async Task The_scheme_may_be_written_as_one_likes(string scheme)
        => Assert.Equal("alice", (await Authenticator().AuthenticateAsync(scheme + Jwt.For("alice", Later))).Principal.Subject);

    [Theory]
    [InlineData(Now + 1, null)]
    [InlineData(Now - 29, null)]
    [InlineData(Later, Now + 30)]
    [InlineData(253_402_300_799, null)]
    [InlineData(long.MaxValue, null)]
    [InlineData(Later, 0L)]
    public async Task Within_its_time_and_the_leeway_a_token_is_good(long expires, long? notBefore)
    {
        var credential = await Authenticate(Jwt.For("alice", expires, notBefore is { } from ? $",\"nbf\":{from}" : ""));

        Assert.True(credential.ExpiresAt > DateTimeOffset.FromUnixTimeSeconds(Now));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("{sub}")]
    [InlineData("a/b:c d")]
    [InlineData("Gr\u00FC\u00DFe \U0001F511")]
    public async Task A_subject_may_be_any_text(string subject)
        => Assert.Equal(subject, (await Authenticate(Jwt.For(subject, Later))).Principal.Subject);

    [Fact]
    public async Task Issuer_and_audience_are_asked_for_where_they_are_configured()
    {
        var options = new JwtOptions { Secret = Jwt.Secret, Issuer = "us", Audience = "topgun" };
        await Authenticate(Jwt.For("alice", Later, ",\"iss\":\"us\",\"aud\":[\"topgun\",\"other\"]"), options);

        Assert.Contains("issuer", await Refused(Jwt.For("alice", Later, ",\"iss\":\"them\",\"aud\":\"topgun\""), options));
        Assert.Contains("issuer", await Refused(Jwt.For("alice", Later, ",\"aud\":\"topgun\""), options));
        Assert.Contains("audience", await Refused(Jwt.For("alice", Later, ",\"iss\":\"us\",\"aud\":\"other\""), options));
        Assert.Contains("audience", await Refused(Jwt.For("alice", Later, ",\"iss\":\"us\""), options));
    }

    [Fact]
    public async Task The_claim_of_the_roles_can_be_another()
    {
        var credential = await Authenticate(
            Jwt.For("alice", Later, ",\"groups\":[\"editor\"],\"roles\":[\"admin\"]"), new JwtOptions { Secret = Jwt.Secret, RolesClaim = "groups" });

        Assert.Equal(["editor"], credential.Principal.Roles);
        Assert.Equal(Value.List("admin"), credential.Principal.Metadata["roles"]);
    }

    public static TheoryData<string, string, string> BadTokens()
    {
        var good = Jwt.For("alice", Later);
        var parts = good.Split('.');
        var unsigned = $"{Jwt.Encode("""{"alg":"none"}""")}.{parts[1]}.";
        var payload = $$"""{"sub":"alice","exp":{{Later}}}""";
        using var rsa = RSA.Create(2048);
        var asymmetric = $"{Jwt.Encode("""{"alg":"RS256"}""")}.{parts[1]}";
        return new()
        {
            { "nothing at all", "", "is empty" },
            { "one word", "secret", "not a JWT" },
            { "two parts", $"{parts[0]}.{parts[1]}", "not a JWT" },
            { "four parts", $"{good}.x", "not a JWT" },
            { "five parts", $"{good}.x.y", "" },
            { "only dots", "..", "not a JWT" },
            { "no base64", "%%%.%%%.%%%", "not a JWT" },
            { "no JSON in the header", $"{Jwt.Encode("nonsense")}.{parts[1]}.{parts[2]}", "" },
            { "no JSON in the payload", Jwt.Sign("nonsense"), "" },
            { "a list as payload", Jwt.Sign("[]"), "" },
            { "a payload that ends early", Jwt.Sign("{\"sub\":\"alice\",\"exp\":"), "" },
            { "spaces inside", good.Insert(10, " "), "" },
            { "another secret", Jwt.Sign(payload, secret: "another-secret-that-is-long-enough-as-well"), "signature" },
            { "a secret of its own in the header", Jwt.Sign(payload, """{"alg":"HS256","jwk":{"kty":"oct","k":"YW5vdGhlci1zZWNyZXQtdGhhdC1pcy1sb25nLWVub3VnaC1hcy13ZWxs"}}""", "another-secret-that-is-long-enough-as-well"), "signature" },
            { "a key id that leads elsewhere", Jwt.Sign(payload, """{"alg":"HS256","kid":"../../dev/null"}""", "another-secret-that-is-long-enough-as-well"), "signature" },
            { "no signature", $"{parts[0]}.{parts[1]}.", "signature" },
            { "a cut signature", good[..^4], "signature" },
            { "another payload under the signature", $"{parts[0]}.{Jwt.Encode($$"""{"sub":"mallory","exp":{{Later}}}""")}.{parts[2]}", "signature" },
            { "another header under the signature", $"{Jwt.Encode("""{"alg":"HS256"}""")}.{parts[1]}.{parts[2]}", "signature" },
            { "alg none, unsigned", unsigned, "" },
            { "alg none, signed", Jwt.Sign(payload, """{"alg":"none"}"""), "" },
            { "alg None", Jwt.Sign(payload, """{"alg":"None"}"""), "" },
            { "alg empty", Jwt.Sign(payload, """{"alg":""}"""), "" },
            { "no alg", Jwt.Sign(payload, """{"typ":"JWT"}"""), "" },
            { "alg null", Jwt.Sign(payload, """{"alg":null}"""), "" },
            { "alg hs256 in small letters", Jwt.Sign(payload, """{"alg":"hs256"}"""), "" },
            { "alg HS384", Sign384(payload), "" },
            { "alg RS256 with a key of its own", $"{asymmetric}.{System.Buffers.Text.Base64Url.EncodeToString(rsa.SignData(Encoding.ASCII.GetBytes(asymmetric), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}", "" },
            { "alg RS256, signed with the secret", Jwt.Sign(payload, """{"alg":"RS256"}"""), "" },
            { "expired", Jwt.For("alice", Now - 3_600), "expired" },
            { "expired by the leeway", Jwt.For("alice", Now - 30), "expired" },
            { "exp 0", Jwt.For("alice", 0), "expired" },
            { "exp below 0", Jwt.For("alice", -1), "" },
            { "exp of the lowest number", Jwt.For("alice", long.MinValue), "" },
            { "no exp", Jwt.Sign("""{"sub":"alice"}"""), "no exp claim" },
            { "exp null", Jwt.Sign("""{"sub":"alice","exp":null}"""), "" },
            { "exp a word", Jwt.Sign("""{"sub":"alice","exp":"never"}"""), "" },
            { "exp a truth", Jwt.Sign("""{"sub":"alice","exp":true}"""), "" },
            { "exp a list", Jwt.Sign($$"""{"sub":"alice","exp":[{{Later}}]}"""), "" },
            { "not valid yet", Jwt.For("alice", Later, $",\"nbf\":{Now + 31}"), "not valid yet" },
            { "not valid in this age", Jwt.For("alice", Later, $",\"nbf\":{long.MaxValue}"), "" },
            { "no sub", Jwt.Sign($$"""{"exp":{{Later}}}"""), "sub" },
            { "sub empty", Jwt.For("", Later), "sub" },
            { "sub null", Jwt.Sign($$"""{"sub":null,"exp":{{Later}}}"""), "" },
            { "sub a list", Jwt.Sign($$"""{"sub":["alice"],"exp":{{Later}}}"""), "" },
            { "sub an object", Jwt.Sign($$"""{"sub":{"a":1},"exp":{{Later}}}"""), "" },
            { "a JWE", $"{Jwt.Encode("""{"alg":"dir","enc":"A256GCM"}""")}..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA", "" },
            { "far too long", Jwt.For("alice", Later, $",\"pad\":\"{new string('x', 20_000)}\""), "16384" },
        };
    }

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task A_bad_token_is_refused_with_a_reason_and_without_its_text(string what, string token, string reason)
    {
        var message = await Refused(token);

        Assert.True(message.Contains(reason, StringComparison.OrdinalIgnoreCase), $"{what}: {message}");
        Assert.DoesNotContain("IDX", message);
        Assert.EndsWith(".", message);
        foreach (var part in token.Split('.'))
            if (part.Length > 8) Assert.DoesNotContain(part, message);
    }

    [Theory]
    [InlineData(null, "No token came")]
    [InlineData("", "No token came")]
    [InlineData("Bearer", "begin with \"Bearer \"")]
    [InlineData("Basic YTpi", "begin with \"Bearer \"")]
    [InlineData(" Bearer x", "begin with \"Bearer \"")]
    public async Task What_is_no_bearer_token_is_refused_with_what_to_send(string? authorization, string reason)
    {
        var refused = await Assert.ThrowsAsync<SyncException>(() => Authenticator().AuthenticateAsync(authorization).AsTask());

        Assert.Equal(ErrorCode.Unauthenticated, refused.Error.Code);
        Assert.Contains(reason, refused.Message);
    }

    private static string Sign384(string payload)
    {
        var text = $"{Jwt.Encode("""{"alg":"HS384"}""")}.{Jwt.Encode(payload)}";
        return $"{text}.{System.Buffers.Text.Base64Url.EncodeToString(HMACSHA384.HashData(Encoding.UTF8.GetBytes(Jwt.Secret), Encoding.ASCII.GetBytes(text)))}";
    }

    private static TokenAuthenticator Authenticator(JwtOptions? options = null) => new(options ?? new JwtOptions { Secret = Jwt.Secret }, new ManualTime());

    private static Task<Credential> Authenticate(string token, JwtOptions? options = null) => Authenticator(options).AuthenticateAsync($"Bearer {token}").AsTask();

    private static async Task<string> Refused(string token, JwtOptions? options = null)
    {
        var refused = await Assert.ThrowsAsync<SyncException>(() => Authenticate(token, options));
        Assert.Equal(ErrorCode.Unauthenticated, refused.Error.Code);
        return refused.Message;
    }
}
