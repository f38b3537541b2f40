using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TopGun.Core.Sync;
using TopGun.Server.Auth;
using TopGun.Server.Sessions;

namespace TopGun.Server.Tests.Auth;

/// <summary>Tokens that come again: they cost less, and are worth no more.</summary>
public sealed class KnownTokensTests : IDisposable
{
    private const long Now = ManualTime.NewYear / 1_000;

    private readonly ManualTime _time = new();
    private readonly ChangingOptions _options = new();
    private readonly AccessControl _control;

    public KnownTokensTests() => _control = new AccessControl(_options, _time, NullLogger<AccessControl>.Instance);

    [Fact]
    public async Task A_token_is_known_once_it_was_checked()
    {
        var authenticator = Authenticator();
        var header = $"Bearer {Jwt.For("alice", Now + 60)}";
        Assert.Null(await authenticator.FindKnownAsync(header));

        var checkedOnce = await authenticator.AuthenticateAsync(header);
        Assert.Same(checkedOnce, await authenticator.FindKnownAsync(header));
        Assert.Same(checkedOnce, await authenticator.AuthenticateAsync(header));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer ")]
    [InlineData("Basic YTpi")]
    [InlineData("Bearer no.token.at-all")]
    public async Task What_was_never_good_is_not_known(string? header)
    {
        var authenticator = Authenticator();
        try
        {
            await authenticator.AuthenticateAsync(header);
        }
        catch (SyncException)
        {
        }

        Assert.Null(await authenticator.FindKnownAsync(header));
    }

    [Fact, Trait("Invariant", "INV-ACC-4")]
    public async Task A_known_token_ends_at_its_time()
    {
        var authenticator = Authenticator();
        var header = $"Bearer {Jwt.For("alice", Now + 60)}";
        await authenticator.AuthenticateAsync(header);

        _time.Advance(TimeSpan.FromSeconds(89));
        Assert.NotNull(await authenticator.FindKnownAsync(header));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await authenticator.FindKnownAsync(header));
        Assert.Contains("expired", (await Assert.ThrowsAsync<SyncException>(() => authenticator.AuthenticateAsync(header).AsTask())).Message);
    }

    [Fact, Trait("Invariant", "INV-ACC-4")]
    public async Task A_known_token_ends_when_it_is_revoked()
    {
        var authenticator = Authenticator();
        var header = $"Bearer {Jwt.For("alice", Now + 60, ",\"jti\":\"t-1\"")}";
        await authenticator.AuthenticateAsync(header);

        _options.Change(options => options.Revoked.Add(new() { TokenId = "t-1" }));
        Assert.Null(await authenticator.FindKnownAsync(header));
        Assert.Equal(AccessControl.RevokedReason, (await Assert.ThrowsAsync<SyncException>(() => authenticator.AuthenticateAsync(header).AsTask())).Message);
    }

    [Fact, Trait("Invariant", "INV-ACC-4")]
    public async Task A_known_token_ends_with_the_key_that_signed_it()
    {
        using var mine = new Signer();
        using var other = new Signer();
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, mine.RsaPem);
            var authenticator = new TokenAuthenticator(new JwtOptions { KeyFiles = { file } }, _time, null, _control);
            var header = $"Bearer {mine.Rs256($$"""{"sub":"alice","exp":{{Now + 3_600}}}""")}";
            await authenticator.AuthenticateAsync(header);
            Assert.NotNull(await authenticator.FindKnownAsync(header));
            // Looked at again, and the same.
            _time.Advance(TimeSpan.FromSeconds(6));
            Assert.NotNull(await authenticator.FindKnownAsync(header));

            File.WriteAllText(file, other.RsaPem + "\n");
            _time.Advance(TimeSpan.FromSeconds(6));
            Assert.Null(await authenticator.FindKnownAsync(header));
            await Assert.ThrowsAsync<SyncException>(() => authenticator.AuthenticateAsync(header).AsTask());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact, Trait("Invariant", "INV-ACC-4")]
    public async Task A_known_token_ends_with_the_certificate_of_the_key_that_signed_it()
    {
        using var signer = new Signer();
        var file = Path.GetTempFileName();
        try
        {
            // The library looks at its own clock, and this one is told by the test.
            var end = DateTimeOffset.UtcNow.AddDays(1);
            File.WriteAllText(file, $$"""{"keys":[{{signer.CertifiedJwk("a", end)}}]}""");
            var authenticator = new TokenAuthenticator(new JwtOptions { KeyFiles = { file } }, _time, null, _control);
            var header = $"Bearer {signer.Rs256($$"""{"sub":"alice","exp":{{end.AddYears(1).ToUnixTimeSeconds()}}}""", """{"alg":"RS256","kid":"a"}""")}";
            await authenticator.AuthenticateAsync(header);

            _time.Advance(end - _time.GetUtcNow());
            Assert.NotNull(await authenticator.FindKnownAsync(header));
            _time.Advance(TimeSpan.FromMinutes(1));
            Assert.Null(await authenticator.FindKnownAsync(header));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Those_not_seen_for_long_are_forgotten_and_those_in_use_are_not()
    {
        var known = new KnownTokens();
        var token = new KnownToken(new Credential(Access.Alice, DateTimeOffset.MaxValue), default, DateTime.MaxValue, [], null);
        known.Add("in use", token);
        known.Add("not in use", token);
        for (var i = 0; i < 3 * KnownTokens.Kept; i++)
        {
            known.Add($"other {i}", token);
            Assert.Same(token, known.Find("in use"));
        }

        Assert.Null(known.Find("not in use"));
        Assert.Null(known.Find("other 0"));
        Assert.NotNull(known.Find($"other {(3 * KnownTokens.Kept) - 1}"));
    }

    [Fact]
    public void What_is_no_token_by_its_form_is_never_kept()
    {
        var known = new KnownTokens();
        var token = new KnownToken(new Credential(Access.Alice, DateTimeOffset.MaxValue), default, DateTime.MaxValue, [], null);
        foreach (var text in new[] { new string('x', 5_000), "gr\u00FCn" })
        {
            known.Add(text, token);
            Assert.Null(known.Find(text));
        }
    }

    public void Dispose() => _control.Dispose();

    private TokenAuthenticator Authenticator() => new(new JwtOptions { Secret = Jwt.Secret }, _time, null, _control);

    private sealed class ChangingOptions : IOptionsMonitor<TopGunServerOptions>
    {
        private Action<TopGunServerOptions, string?>? _changed;

        public TopGunServerOptions CurrentValue { get; } = new();

        public TopGunServerOptions Get(string? name) => CurrentValue;

        public IDisposable? OnChange(Action<TopGunServerOptions, string?> listener)
        {
            _changed += listener;
            return null;
        }

        public void Change(Action<TopGunServerOptions> change)
        {
            change(CurrentValue);
            _changed?.Invoke(CurrentValue, null);
        }
    }
}
