using TopGun.Client.Connection;
using TopGun.Client.Connection.Ladder;
using TopGun.Client.Tests.Server;

namespace TopGun.Client.Tests.Connection;

/// <summary>A client whose best way does not get through, against a scripted server.</summary>
public sealed class LadderTests : IAsyncDisposable
{
    private static readonly StreamFailure NoHttp2 = new(ConnectionReasonCode.NotTopGun, "No HTTP/2 here.") { MayBeWay = true };

    private readonly Bench _bench = new();
    private readonly RungMemory _memory = new();
    private readonly List<TransportRung> _tried = [];

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task It_steps_down_at_once_and_says_where_it_is_and_why()
    {
        var client = Open(rung => rung == TransportRung.Streaming ? NoHttp2 : null);
        var state = await client.PhaseAsync(ConnectionPhase.Synced);

        Assert.Equal((TransportRung.WebStreaming, "Streaming: No HTTP/2 here."), (state.Rung, state.RungReason));
        Assert.Null(state.Reason);
        Assert.Equal([TransportRung.Streaming, TransportRung.WebStreaming], _tried);
    }

    [Fact]
    public async Task Silence_of_five_seconds_is_a_reason_to_step_down()
    {
        _bench.Server.IsMute = true;
        var client = Open(rung =>
        {
            _bench.Server.IsMute = rung == TransportRung.Streaming;
            return null;
        });
        await client.PhaseAsync(ConnectionPhase.Authenticating);
        _bench.Time.Advance(TimeSpan.FromSeconds(5));

        var state = await client.PhaseAsync(ConnectionPhase.Synced);
        Assert.Equal(TransportRung.WebStreaming, state.Rung);
        Assert.Contains("did not answer within 5 s", state.RungReason);
    }

    [Fact]
    public async Task When_nothing_gets_through_the_best_ways_reason_is_told()
    {
        var client = Open(rung => rung == TransportRung.Streaming ? NoHttp2 : new(ConnectionReasonCode.Unreachable, "Broken.") { MayBeWay = true });
        var state = await client.DisconnectAsync(ConnectionReasonCode.NotTopGun);

        Assert.Equal("No HTTP/2 here.", state.Reason!.Message);
        Assert.Equal([TransportRung.Streaming, TransportRung.WebStreaming, TransportRung.LongPolling], _tried);
    }

    [Fact]
    public async Task A_server_that_is_not_there_or_refuses_is_no_reason_to_step_down()
    {
        var client = Open(_ => new(ConnectionReasonCode.Unreachable, "Nothing listens there."));
        await client.DisconnectAsync(ConnectionReasonCode.Unreachable);
        Assert.Equal([TransportRung.Streaming], _tried);
    }

    [Fact]
    public async Task It_remembers_for_the_next_connection_and_climbs_when_it_is_asked_to()
    {
        var isOpen = false;
        var client = Open(rung => rung == TransportRung.Streaming && !isOpen ? NoHttp2 : null);
        await client.PhaseAsync(ConnectionPhase.Synced);
        var other = Open(rung => rung == TransportRung.Streaming ? NoHttp2 : null);
        await other.PhaseAsync(ConnectionPhase.Synced);
        Assert.Equal([TransportRung.Streaming, TransportRung.WebStreaming, TransportRung.WebStreaming], _tried);

        isOpen = true;
        client.ReconnectNow();
        var state = await client.StateAsync(state => state is { Phase: ConnectionPhase.Synced, Rung: TransportRung.Streaming });
        Assert.Null(state.RungReason);
    }

    [Fact]
    public async Task When_its_day_is_over_it_climbs_by_itself_and_loses_nothing()
    {
        _memory.Remember("http://server", new RememberedRung(TransportRung.WebStreaming, "Streaming: No HTTP/2 here.", _bench.Time.GetUtcNow() + TimeSpan.FromSeconds(10) - TimeSpan.FromDays(1)));
        var client = Open(_ => null);
        await client.StateAsync(state => state is { Phase: ConnectionPhase.Synced, Rung: TransportRung.WebStreaming });
        var map = client.GetMap("map");

        _bench.Time.Advance(TimeSpan.FromSeconds(10));

        await client.StateAsync(state => state is { IsConnected: true, Rung: TransportRung.Streaming });
        await map.Set("key", 1).Settled.Soon();
    }

    private TopGunClient Open(Func<TransportRung, StreamFailure?> failing) => _bench.Open(new TopGunClientOptions
    {
        Way = new RungWay(_bench.Server, failing, _tried),
        Server = "http://server",
        Token = "alice",
        Rungs = _memory,
        TimeProvider = _bench.Time,
        Random = _bench.NextRandom,
    });
}
