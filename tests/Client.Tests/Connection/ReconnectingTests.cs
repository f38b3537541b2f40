using TopGun.Client.Connection;
using TopGun.Client.Tests.Server;
using TopGun.Core.Sync;

namespace TopGun.Client.Tests.Connection;

/// <summary>How a client comes to its server, and back to it.</summary>
public sealed class ReconnectingTests : IAsyncDisposable
{
    private static readonly StreamFailure Refusal = new(ConnectionReasonCode.Unreachable, "Nothing listens there.");

    private readonly Bench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task It_goes_through_its_phases_in_order()
    {
        _bench.Server.Refusing = _ => Refusal;
        var client = _bench.Open();
        client.GetMap("map");
        await client.DisconnectAsync(ConnectionReasonCode.Unreachable);
        await using var states = client.StatesAsync().GetAsyncEnumerator();
        // Who listens hears the state as it is when he begins, so he begins before anything moves.
        Assert.True(await states.MoveNextAsync().AsTask().Soon());
        List<ConnectionPhase> phases = [states.Current.Phase];
        _bench.Server.Refusing = _ => null;

        // No further than the wait, which ends at a whole millisecond: who wakes then must not find a time that is still moving.
        var wait = client.State.RetryAt!.Value - _bench.Time.GetUtcNow();
        _bench.Time.Advance(TimeSpan.FromMilliseconds(Math.Floor(wait.TotalMilliseconds)));

        do
        {
            Assert.True(await states.MoveNextAsync().AsTask().Soon());
            phases.Add(states.Current.Phase);
        }
        while (phases[^1] != ConnectionPhase.Synced);
        // Greeting is over before it is seen when the server answers at once.
        Assert.Equal(
            [ConnectionPhase.Disconnected, ConnectionPhase.Connecting, ConnectionPhase.Connected, ConnectionPhase.Syncing, ConnectionPhase.Synced],
            phases.Where(phase => phase != ConnectionPhase.Authenticating));
        Assert.Null(states.Current.Reason);
        Assert.Equal(_bench.Time.GetUtcNow(), states.Current.Since);
    }

    [Fact]
    public async Task It_tries_again_by_itself_and_says_when()
    {
        _bench.Server.Refusing = _ => Refusal;
        var client = _bench.Open();

        var state = await client.DisconnectAsync(ConnectionReasonCode.Unreachable);

        Assert.Equal("Nothing listens there.", state.Reason!.Message);
        Assert.InRange(state.RetryAt!.Value - state.Since, TimeSpan.Zero, TimeSpan.FromSeconds(0.5));
        _bench.Server.Refusing = _ => null;
        _bench.Time.Advance(TimeSpan.FromSeconds(0.5));
        await client.WhenSyncedAsync().Soon();
    }

    [Fact]
    public async Task It_waits_as_long_as_the_server_asks()
    {
        var client = _bench.Open();
        await client.WhenSyncedAsync().Soon();

        _bench.Server.EndAll(new SyncError(ErrorCode.Unavailable, "The server drains.", RetryAfterMs: 90_000));

        var state = await client.DisconnectAsync(ConnectionReasonCode.Unavailable);
        Assert.Contains("The server drains.", state.Reason!.Message);
        Assert.InRange(state.RetryAt!.Value - state.Since, TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(90.5));
    }

    [Fact]
    public async Task It_waits_longer_each_time_and_shortly_again_after_a_stable_minute()
    {
        _bench.Server.Refusing = _ => Refusal;
        var client = _bench.Open();
        var longest = TimeSpan.Zero;
        for (var attempt = 0; attempt < 12; attempt++)
        {
            var waiting = await client.StateAsync(state => state.RetryAt > _bench.Time.GetUtcNow());
            var wait = waiting.RetryAt!.Value - _bench.Time.GetUtcNow();
            longest = wait > longest ? wait : longest;
            if (attempt == 11) _bench.Server.Refusing = _ => null;
            _bench.Time.Advance(wait);
        }

        Assert.InRange(longest, TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(30));
        await client.WhenSyncedAsync().Soon();
        for (var i = 0; i < 3; i++) await BeatAsync();

        _bench.Server.CutAll();

        var state = await client.DisconnectAsync(ConnectionReasonCode.Unreachable);
        Assert.InRange(state.RetryAt!.Value - state.Since, TimeSpan.Zero, TimeSpan.FromSeconds(0.5));
    }

    [Fact]
    public async Task It_tries_at_once_when_it_is_told_to()
    {
        var client = _bench.Open();
        await client.WhenSyncedAsync().Soon();
        _bench.Server.EndAll(new SyncError(ErrorCode.Unavailable, "The server drains.", RetryAfterMs: 3_600_000));
        await client.DisconnectAsync(ConnectionReasonCode.Unavailable);

        client.ReconnectNow();

        await client.WhenSyncedAsync().Soon();
    }

    [Fact]
    public async Task A_standing_connection_is_made_anew_when_it_is_told_to()
    {
        var client = _bench.Open();
        await client.WhenSyncedAsync().Soon();

        client.ReconnectNow();

        await client.StateAsync(state => state.Phase == ConnectionPhase.Synced && _bench.Server.StreamsBegun == 2);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up_after_fifteen_seconds()
    {
        _bench.Server.IsMute = true;
        var client = _bench.Open();
        await client.PhaseAsync(ConnectionPhase.Authenticating);

        _bench.Time.Advance(TimeSpan.FromSeconds(15));

        Assert.Contains("15 s", (await client.DisconnectAsync(ConnectionReasonCode.Silent)).Reason!.Message);
    }

    [Fact]
    public async Task Heartbeats_keep_a_quiet_connection_alive()
    {
        var client = _bench.Open();
        await client.WhenSyncedAsync().Soon();

        for (var i = 0; i < 20; i++) await BeatAsync();

        Assert.Equal(1, _bench.Server.StreamsBegun);
        Assert.Equal(ConnectionPhase.Synced, client.State.Phase);
    }

    [Fact]
    public async Task A_server_that_fell_silent_is_given_up()
    {
        var client = _bench.Open();
        await client.WhenSyncedAsync().Soon();
        _bench.Server.IsMute = true;

        _bench.Time.Advance(TimeSpan.FromSeconds(101));

        Assert.Contains("75 s", (await client.DisconnectAsync(ConnectionReasonCode.Silent)).Reason!.Message);
    }

    [Fact]
    public async Task A_frame_that_can_not_be_read_ends_the_stream_and_harms_nothing()
    {
        var client = _bench.Open();
        var map = client.GetMap("map");
        await client.WhenSyncedAsync().Soon();
        await map.Set("key", 1).Settled.Soon();
        await client.StateAsync(_ => client.GetMap("map").IsComplete);

        var at = new Cursor(1, _bench.Server.VersionOf("map", "key"));
        _bench.Server.SendAll(new ChangePage(1, at, at with { Version = at.Version + 1 }, false, [new ChangedRecord("key", at.Version + 1, new byte[] { 0xFF })]));

        await client.DisconnectAsync(ConnectionReasonCode.ContractBroken);
        Assert.Equal(1, map.Get("key"));
        client.ReconnectNow();
        await client.WhenSyncedAsync().Soon();
        Assert.Equal(1, map.Get("key"));
    }

    // Time goes on until the next heartbeat has come; at once, it could pass by a timer that is just being set. Once it is due, it is
    // waited for in earnest: time that goes on without it would end as silence.
    private async Task BeatAsync()
    {
        var beat = new TaskCompletionSource();
        _bench.Server.Arriving = frame =>
        {
            if (frame is Ping) beat.TrySetResult();
            return true;
        };
        for (var passed = 0; !beat.Task.IsCompleted; passed++)
        {
            Assert.InRange(passed, 0, 60);
            _bench.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(beat.Task, Task.Delay(TimeSpan.FromMilliseconds(passed * 1_000 < ScriptedServer.HeartbeatMs ? 20 : 1_000)));
        }
    }
}
