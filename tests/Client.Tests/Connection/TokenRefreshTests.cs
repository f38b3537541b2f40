using TopGun.Client.Connection;
using TopGun.Core.Sync;

namespace TopGun.Client.Tests.Connection;

/// <summary>A connection that outlives its token.</summary>
public sealed class TokenRefreshTests : IAsyncDisposable
{
    private readonly Bench _bench = new();
    private readonly List<string> _refreshed = [];
    private readonly SemaphoreSlim _arrived = new(0);

    public TokenRefreshTests()
    {
        _bench.Server.Subject = _ => "alice";
        _bench.Server.Features = [.. _bench.Server.Features, Features.Refresh];
        _bench.Server.Arriving = frame =>
        {
            if (frame is not TokenRefresh refresh) return true;
            _refreshed.Add(refresh.Token);
            _arrived.Release();
            return true;
        };
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task When_the_server_asks_the_provider_gives_the_next_token_and_the_stream_goes_on()
    {
        var asked = 0;
        var client = Open(_ => new($"token {++asked}"));
        await client.WhenSyncedAsync().Soon();

        _bench.Server.SendAll(new TokenExpiring(60_000));
        Assert.True(await _arrived.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        _bench.Server.SendAll(new TokenExpiring(45_000));
        Assert.True(await _arrived.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));

        Assert.Equal(["token 2", "token 3"], _refreshed);
        Assert.Equal(1, _bench.Server.StreamsBegun);
    }

    [Fact]
    public async Task A_provider_that_fails_leaves_the_stream_alone_and_is_asked_again()
    {
        var asked = 0;
        var client = Open(_ => ++asked == 2 ? throw new TimeoutException("The login page is slow.") : new($"token {asked}"));
        await client.WhenSyncedAsync().Soon();

        _bench.Server.SendAll(new TokenExpiring(60_000));
        await client.GetMap("map").Set("a", 1).Settled.Soon();
        for (var tries = 0; _refreshed.Count == 0; tries++)
        {
            Assert.True(tries < 300, "No token came.");
            _bench.Server.SendAll(new TokenExpiring(45_000));
            await _arrived.WaitAsync(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
        }

        Assert.Equal(1, _bench.Server.StreamsBegun);
    }

    [Fact]
    public async Task A_token_for_good_is_not_sent_again()
    {
        var client = _bench.Open();
        await client.WhenSyncedAsync().Soon();

        _bench.Server.SendAll(new TokenExpiring(60_000));
        await client.GetMap("map").Set("a", 1).Settled.Soon();

        Assert.Empty(_refreshed);
    }

    private TopGunClient Open(Func<CancellationToken, ValueTask<string>> provider) => _bench.Open(new TopGunClientOptions
    {
        Way = _bench.Server.Way(),
        Transport = TransportMode.Streaming,
        TokenProvider = provider,
        TimeProvider = _bench.Time,
        Random = _bench.NextRandom,
    });
}
