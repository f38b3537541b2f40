using System.Text;
using TopGun.Core.Sync;
using TopGun.Server.Auth;

namespace TopGun.Server.Tests.Auth;

/// <summary>Tokens that are checked by public keys in files.</summary>
public sealed class PublicKeyTests : IDisposable
{
    private const long Later = (ManualTime.NewYear / 1_000) + 3_600;
    private static readonly string Good = $$"""{"sub":"alice","exp":{{Later}}}""";

    private readonly Signer _signer = new();
    private readonly Signer _stranger = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("topgun-keys-").FullName;
    private readonly ManualTime _time = new();
    private readonly ErrorLog _log = new();

    [Fact]
    public async Task Keys_are_taken_from_PEM_and_from_JWKS()
    {
        var pem = Authenticator(File("keys.pem", _signer.RsaPem + "\n" + _signer.EllipticPem));
        Assert.Equal("alice", (await pem.CheckAsync(_signer.Rs256(Good))).Principal.Subject);
        Assert.Equal("alice", (await pem.CheckAsync(_signer.Es256(Good))).Principal.Subject);
        // PEM has no names of keys, so a token that names one is tried with all.
        Assert.Equal("alice", (await pem.CheckAsync(_signer.Rs256(Good, """{"alg":"RS256","kid":"any"}"""))).Principal.Subject);

        var jwks = Authenticator(File("keys.json", $$"""{"keys":[{{_stranger.Jwk("other")}},{{_signer.Jwk("mine")}}]}"""));
        Assert.Equal("alice", (await jwks.CheckAsync(_signer.Rs256(Good, """{"alg":"RS256","kid":"mine"}"""))).Principal.Subject);
        Assert.Equal("alice", (await jwks.CheckAsync(_signer.Rs256(Good))).Principal.Subject);
    }

    [Fact]
    public async Task A_secret_and_keys_can_be_in_use_together()
    {
        var both = Authenticator(File("keys.pem", _signer.RsaPem), Jwt.Secret);

        Assert.Equal("alice", (await both.CheckAsync(_signer.Rs256(Good))).Principal.Subject);
        Assert.Equal("alice", (await both.CheckAsync(Jwt.For("alice", Later))).Principal.Subject);
    }

    [Fact]
    public async Task A_file_that_changes_is_read_again_and_a_broken_one_keeps_the_keys_of_before()
    {
        var file = File("keys.pem", _signer.RsaPem);
        var authenticator = Authenticator(file);
        await authenticator.CheckAsync(_signer.Rs256(Good));

        System.IO.File.WriteAllText(file, "half a fi");
        _time.Advance(TimeSpan.FromSeconds(6));
        await authenticator.CheckAsync(_signer.Rs256(Good));
        Assert.Equal(["KeysNotRead"], _log.Warnings);

        System.IO.File.WriteAllText(file, _stranger.RsaPem + "\n");
        _time.Advance(TimeSpan.FromSeconds(6));
        await authenticator.CheckAsync(_stranger.Rs256(Good));
        await Assert.ThrowsAsync<SyncException>(() => authenticator.CheckAsync(_signer.Rs256(Good)).AsTask());
    }

    [Fact]
    public async Task No_bad_token_is_taken()
    {
        var pem = File("keys.pem", _signer.RsaPem + "\n" + _signer.EllipticPem);
        var jwks = File("keys.json", $$"""{"keys":[{{_signer.Jwk("mine")}},{{_stranger.Jwk("other")}}]}""");
        var byPem = Authenticator(pem, issuer: null);
        var byName = Authenticator(jwks);
        var parts = _signer.Rs256(Good).Split('.');
        (string What, TokenAuthenticator By, string Token)[] table =
        [
            .. EveryCase("none").Select(name => ($"alg {name}, unsigned", byPem, $"{Jwt.Encode($$"""{"alg":"{{name}}"}""")}.{parts[1]}.")),
            .. EveryCase("none").Select(name => ($"alg {name}, with the signature of another", byPem, $"{Jwt.Encode($$"""{"alg":"{{name}}"}""")}.{parts[1]}.{parts[2]}")),
            ("HS256 with the public key as the secret", byPem, Jwt.Sign(Good, secret: _signer.RsaPem)),
            ("HS256 with the public key without its last line end", byPem, Jwt.Sign(Good, secret: _signer.RsaPem.TrimEnd())),
            ("HS256 with the whole file as the secret", byPem, Jwt.Sign(Good, secret: System.IO.File.ReadAllText(pem))),
            ("HS256 with the JWK as the secret", byName, Jwt.Sign(Good, secret: _signer.Jwk("mine"))),
            ("HS256 with the modulus as the secret, and its kid", byName, Jwt.Sign(Good, """{"alg":"HS256","kid":"mine"}""", _signer.Jwk("mine").Split("\"n\":\"")[1].Split('"')[0])),
            ("HS512 named over an RSA signature", byPem, $"{Jwt.Encode("""{"alg":"HS512"}""")}.{parts[1]}.{parts[2]}"),
            ("another's key, RS256", byPem, _stranger.Rs256(Good)),
            ("another's key, ES256", byPem, _stranger.Es256(Good)),
            ("another's key under this one's kid", byName, _stranger.Rs256(Good, """{"alg":"RS256","kid":"mine"}""")),
            ("this key under another's kid", byName, _signer.Rs256(Good, """{"alg":"RS256","kid":"other"}""")),
            ("a kid that nobody has", byName, _signer.Rs256(Good, """{"alg":"RS256","kid":"nobody"}""")),
            ("a kid that is a path", byName, _stranger.Rs256(Good, """{"alg":"RS256","kid":"../../../../dev/null"}""")),
            ("a kid that is a query", byName, _stranger.Rs256(Good, """{"alg":"RS256","kid":"x' UNION SELECT 'key"}""")),
            ("a kid that is a list", byName, _stranger.Rs256(Good, """{"alg":"RS256","kid":["mine"]}""")),
            ("a kid of ten thousand characters", byName, _stranger.Rs256(Good, $$"""{"alg":"RS256","kid":"{{new string('k', 8_000)}}"}""")),
            ("a key in the header", byPem, _stranger.Rs256(Good, $$"""{"alg":"RS256","jwk":{{_stranger.Jwk("mine")}}}""")),
            ("the address of a key in the header", byPem, _stranger.Rs256(Good, """{"alg":"RS256","jku":"http://127.0.0.1:9/keys","kid":"mine"}""")),
            ("the address of a certificate in the header", byPem, _stranger.Rs256(Good, """{"alg":"RS256","x5u":"http://127.0.0.1:9/cert"}""")),
            ("a header that is critical and unknown, and another's key", byPem, _stranger.Rs256(Good, """{"alg":"RS256","crit":["x"],"x":1}""")),
            ("PS256, which is not accepted here", byPem, _signer.Ps256(Good)),
            ("RS256 named over an elliptic signature", byPem, _signer.Es256(Good, """{"alg":"RS256"}""")),
            ("ES256 named over an RSA signature", byPem, _signer.Rs256(Good, """{"alg":"ES256"}""")),
            ("ES256 with a signature of zeros", byPem, $"{Jwt.Encode("""{"alg":"ES256"}""")}.{parts[1]}.{System.Buffers.Text.Base64Url.EncodeToString(new byte[64])}"),
            ("RS256 with a signature of zeros", byPem, $"{parts[0]}.{parts[1]}.{System.Buffers.Text.Base64Url.EncodeToString(new byte[256])}"),
            ("a signature that was cut", byPem, $"{parts[0]}.{parts[1]}.{parts[2][..^8]}"),
            ("a signature that was continued", byPem, $"{parts[0]}.{parts[1]}.{parts[2]}AAAA"),
            ("expired", byPem, _signer.Rs256($$"""{"sub":"alice","exp":{{Later - 7_200}}}""")),
            ("not valid yet", byPem, _signer.Rs256($$"""{"sub":"alice","exp":{{Later}},"nbf":{{Later - 60}}}""")),
            ("without exp", byPem, _signer.Rs256("""{"sub":"alice"}""")),
            ("without sub", byPem, _signer.Rs256($$"""{"exp":{{Later}}}""")),
            ("sub a number", byPem, _signer.Rs256($$"""{"sub":7,"exp":{{Later}}}""")),
            ("two subs", byPem, _signer.Rs256($$"""{"sub":"alice","sub":"bob","exp":{{Later}}}""")),
            ("sub of control characters", byPem, _signer.Rs256($$"""{"sub":"a\u000ab","exp":{{Later}}}""")),
            ("sub of a thousand characters", byPem, _signer.Rs256($$"""{"sub":"{{new string('s', 1_000)}}","exp":{{Later}}}""")),
            ("nested a thousand deep", byPem, _signer.Rs256($$"""{"sub":"alice","exp":{{Later}},"x":{{new string('[', 1_000)}}{{new string(']', 1_000)}}}""")),
            ("a header nested a thousand deep", byPem, _signer.Rs256(Good, $$"""{"alg":"RS256","x":{{new string('[', 1_000)}}{{new string(']', 1_000)}}}""")),
            ("larger than all tokens", byPem, _signer.Rs256($$"""{"sub":"alice","exp":{{Later}},"pad":"{{new string('x', 40_000)}}"}""")),
            ("a token in a token", byPem, _signer.Rs256($"\"{_signer.Rs256(Good)}\"")),
        ];

        Assert.True(table.Length >= 40, $"{table.Length} tokens");
        foreach (var (what, by, token) in table)
        {
            var refused = await Assert.ThrowsAsync<SyncException>(async () => Assert.Fail($"{what}: taken as {(await by.CheckAsync(token)).Principal.Subject}"));
            Assert.True(refused.Error.Code == ErrorCode.Unauthenticated, $"{what}: {refused.Error.Code}");
            Assert.DoesNotContain("IDX", refused.Message);
        }
    }

    [Fact]
    public void What_is_no_public_key_is_a_mistake_that_names_the_file_and_the_cure()
    {
        Assert.Contains("openssl pkey", Mistake(File("private.pem", _signer.PrivatePem)));
        Assert.Contains("holds no key", Mistake(File("empty.pem", "")));
        Assert.Contains("secret or private key", Mistake(File("secret.json", """{"keys":[{"kty":"oct","k":"YWJj"}]}""")));
        Assert.Contains("can't be read", Mistake(Path.Combine(_directory, "nothing.pem")));
        Assert.Contains("can't be read", Mistake(File("half.json", """{"keys":[""")));
        using var weak = System.Security.Cryptography.RSA.Create(1024);
        Assert.Contains("1024 bits", Mistake(File("weak.pem", weak.ExportSubjectPublicKeyInfoPem())));
    }

    [Fact]
    public void Algorithms_are_a_list_of_names_that_are_known()
    {
        Assert.Empty(Mistakes(new JwtOptions { KeyFiles = { File("a.pem", _signer.RsaPem) }, Algorithms = { "PS256" } }));
        Assert.Contains("'none'", Assert.Single(Mistakes(new JwtOptions { Secret = Jwt.Secret, Algorithms = { "none" } })));
        Assert.Contains("needs TopGun:Jwt:Secret", Assert.Single(Mistakes(new JwtOptions { KeyFiles = { File("b.pem", _signer.RsaPem) }, Algorithms = { "HS256" } })));
    }

    public void Dispose()
    {
        _signer.Dispose();
        _stranger.Dispose();
        Directory.Delete(_directory, true);
    }

    // All 16 ways to write it in capitals and small letters.
    private static IEnumerable<string> EveryCase(string name)
        => Enumerable.Range(0, 1 << name.Length).Select(mask => string.Concat(name.Select((letter, at) => (mask >> at & 1) == 1 ? char.ToUpperInvariant(letter) : letter)));

    private static string Mistake(string file) => Assert.Single(Mistakes(new JwtOptions { KeyFiles = { file } }), mistake => mistake.Contains(file, StringComparison.Ordinal));

    private static string[] Mistakes(JwtOptions options) => [.. options.Validate(new(options)).Select(mistake => mistake.ErrorMessage!)];

    private TokenAuthenticator Authenticator(string file, string? secret = null, string? issuer = null)
        => new(new JwtOptions { KeyFiles = { file }, Secret = secret, Issuer = issuer }, _time, null, null, _log.For<TokenAuthenticator>());

    private string File(string name, string text)
    {
        var path = Path.Combine(_directory, name);
        System.IO.File.WriteAllText(path, text, new UTF8Encoding(false));
        return path;
    }
}
