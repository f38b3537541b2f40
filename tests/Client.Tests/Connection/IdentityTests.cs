using TopGun.Client.Connection;
using TopGun.Core.Sync;

namespace TopGun.Client.Tests.Connection;

/// <summary>Whose replica it is: tokens, users and node ids.</summary>
public sealed class IdentityTests : IAsyncDisposable
{
    private readonly Bench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task The_provider_is_asked_for_each_connection()
    {
        var asked = 0;
        _bench.Server.Subject = _ => "alice";
        var client = Open(_ => new($"token {++asked}"));
        await client.WhenSyncedAsync().Soon();
        _bench.Server.EndAll(new SyncError(ErrorCode.Unauthenticated, "The token has expired."));

        var state = await client.DisconnectAsync(ConnectionReasonCode.TokenRefused);

        Assert.NotNull(state.RetryAt);
        client.ReconnectNow();
        await client.WhenSyncedAsync().Soon();
        Assert.Equal(["token 1", "token 2"], _bench.Server.Tokens);
    }

    [Fact]
    public async Task A_provider_that_fails_is_the_reason_and_is_asked_again()
    {
        var asked = 0;
        _bench.Server.Subject = _ => "alice";
        var client = Open(_ => ++asked == 1 ? throw new TimeoutException("The login page is slow.") : new("token"));

        var state = await client.DisconnectAsync(ConnectionReasonCode.NoToken);

        Assert.Contains("The login page is slow.", state.Reason!.Message);
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        await client.WhenSyncedAsync().Soon();
    }

    [Fact]
    public async Task A_fixed_token_that_is_refused_is_not_tried_again_until_there_is_another()
    {
        _bench.Server.Refusing = token => token == "old" ? new(ConnectionReasonCode.TokenRefused, "Expired.") : null;
        var client = _bench.Open(token: "old");
        var state = await client.DisconnectAsync(ConnectionReasonCode.TokenRefusedForGood);

        _bench.Time.Advance(TimeSpan.FromDays(1));

        Assert.Null(state.RetryAt);
        Assert.True(state.Reason!.NeedsHelp);
        Assert.Equal(["old"], _bench.Server.Tokens);
        client.UseToken("alice");
        await client.WhenSyncedAsync().Soon();
    }

    [Fact]
    public async Task Another_users_token_sends_nothing_and_shows_what_is_wrong()
    {
        var alice = _bench.Open("replica.db", "alice");
        await alice.WhenSyncedAsync().Soon();
        await alice.DisposeAsync();
        _bench.Server.Subject = _ => "bob";
        // A server that does not remember the node id; the replica remembers its user.
        _bench.Server.Forget();
        var bob = _bench.Open("replica.db", "bob");
        bob.GetMap("map").Set("key", "bob's");

        var state = await bob.DisconnectAsync(ConnectionReasonCode.OtherUser);

        Assert.Contains("user alice", state.Reason!.Message);
        Assert.Null(state.RetryAt);
        Assert.Empty(_bench.Server.Batches);
        Assert.Equal(1, bob.PendingCount);
        Assert.Equal("bob's", bob.GetMap("map").Get("key"));
    }

    [Fact]
    public async Task A_node_id_of_another_user_waits_for_help()
    {
        var alice = _bench.Open("replica.db", "alice");
        await alice.WhenSyncedAsync().Soon();
        await alice.DisposeAsync();
        var bob = _bench.Open("replica.db", "bob");

        var state = await bob.DisconnectAsync(ConnectionReasonCode.NodeIdTaken);

        _bench.Time.Advance(TimeSpan.FromDays(1));
        Assert.True(state.Reason!.NeedsHelp);
        Assert.EndsWith("belongs to another user. Open a replica file of its own for this user.", state.Reason.Message, StringComparison.Ordinal);
        Assert.Equal(2, _bench.Server.StreamsBegun);
        bob.UseToken("alice");
        await bob.WhenSyncedAsync().Soon();
    }

    [Fact]
    public async Task A_server_of_another_time_asks_for_an_update()
    {
        _bench.Server.Arriving = frame => frame is Hello ? throw new SyncException(ErrorCode.VersionUnsupported, "This server speaks 7 to 9.") : true;
        var client = _bench.Open();

        var state = await client.DisconnectAsync(ConnectionReasonCode.UpdateNeeded);

        Assert.Contains("7 to 9", state.Reason!.Message);
        Assert.Null(state.RetryAt);
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
