using Grpc.Core;
using TopGun.Core.Access;
using TopGun.Core.Sync;
using TopGun.Server.Tests.Endpoint;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Tests.Auth;

/// <summary>A stream that outlives its token: the server asks for another one, and goes on with that.</summary>
public sealed class TokenRefreshTests
{
    private const long Start = ManualTime.NewYear / 1_000;

    private readonly ManualTime _time = new();

    [Fact]
    public async Task The_server_asks_before_the_end_and_goes_on_with_another_token()
    {
        await using var server = await TestServer.StartAsync(_time, configure: options => options.Heartbeat = TimeSpan.FromMinutes(10));
        using var client = await Connect(server, 600);

        // 30 s of leeway, and a minute before that.
        await _time.WhenTimerIsDueIn(TimeSpan.FromSeconds(570));
        _time.Advance(TimeSpan.FromSeconds(570));
        Assert.Equal(60_000, (await client.Next<TokenExpiring>()).EndsInMs);
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(45_000, (await client.Next<TokenExpiring>()).EndsInMs);

        await client.Send(new TokenRefresh(Jwt.For("alice", Start + 585 + 600)));
        Assert.Equal(630_000, (await client.Next<TokenAccepted>()).EndsInMs);
        _time.Advance(TimeSpan.FromSeconds(60));
        await client.Send(new Ping(1));
        await client.Next<Pong>();

        _time.Advance(TimeSpan.FromSeconds(570));
        Assert.Contains("expired", await client.EndsWith(StatusCode.Unauthenticated, Wire.ErrorCode.Unauthenticated));
    }

    [Fact]
    public async Task A_token_that_lives_shortly_is_asked_for_at_half_its_time_and_old_clients_are_not_asked()
    {
        await using var server = await TestServer.StartAsync(_time, configure: options => options.Heartbeat = TimeSpan.FromMinutes(10));
        using var client = await Connect(server, 10);
        using var old = server.Open($"Bearer {Jwt.For("alice", Start + 10)}");
        await old.Send(new Hello(1, 1, "node-2", [], "test"));
        await old.Next<Welcome>();

        await _time.WhenTimerIsDueIn(TimeSpan.FromSeconds(20));
        _time.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(20_000, (await client.Next<TokenExpiring>()).EndsInMs);
        await old.Send(new Ping(1));
        await old.Next<Pong>();
    }

    [Theory]
    [InlineData("bob", 600, "another user")]
    [InlineData("alice", -600, "expired")]
    public async Task Another_users_token_or_a_bad_one_ends_the_stream(string subject, int seconds, string reason)
    {
        await using var server = await TestServer.StartAsync(_time, configure: options => options.Heartbeat = TimeSpan.FromMinutes(10));
        using var client = await Connect(server, 600);

        await client.Send(new TokenRefresh(Jwt.For(subject, Start + seconds)));

        Assert.Contains(reason, await client.EndsWith(StatusCode.Unauthenticated, Wire.ErrorCode.Unauthenticated));
    }

    [Fact, Trait("Invariant", "INV-ACC-1")]
    public async Task What_the_user_may_do_from_then_on_is_decided_by_the_roles_of_the_new_token()
    {
        await using var server = await TestServer.StartAsync(_time, configure: options =>
        {
            options.Permissions.Clear();
            options.Permissions.Add(new() { Roles = ["editor"], Maps = ["*"], Actions = MapAction.Read | MapAction.Put });
            options.Permissions.Add(new() { Roles = ["clerk"], Maps = ["*"], Actions = MapAction.Put });
        });
        using var client = await Connect(server, 600, ",\"roles\":[\"editor\"]");
        await client.Send(new Subscribe(1, "map", null, []));
        while (await client.Next() is not CaughtUp)
        {
        }

        await client.Send(new TokenRefresh(Jwt.For("alice", Start + 900, ",\"roles\":[\"clerk\"]")));
        List<ServerFrame> told = [await client.Next(), await client.Next()];
        Assert.Contains(told, frame => frame is TokenAccepted);
        Assert.Contains(told, frame => frame is Revoked { Map: "map", SubscriptionId: 1 });

        var writer = new TestWriter("map") { FirstSentMs = server.NowMs };
        Assert.Equal(OpResultCode.Applied, Assert.Single(await client.Settle(writer.NewOps(1))).Code);
        await client.Send(new TokenRefresh(Jwt.For("alice", Start + 950)));
        await client.Next<TokenAccepted>();
        Assert.Equal(OpResultCode.Forbidden, Assert.Single(await client.Settle(writer.NewOps(1))).Code);
    }

    [Fact]
    public async Task A_stream_ends_within_five_seconds_of_its_time_also_when_its_client_does_not_read()
    {
        await using var server = await TestServer.StartAsync(_time, configure: options => options.Heartbeat = TimeSpan.FromMinutes(10));
        using var client = await Connect(server, 10);
        await _time.WhenTimerIsDueIn(TimeSpan.FromSeconds(40));

        _time.Advance(TimeSpan.FromSeconds(45));

        await client.EndsWith(StatusCode.Unauthenticated, Wire.ErrorCode.Unauthenticated);
    }

    private static async Task<RawClient> Connect(TestServer server, int seconds, string more = "")
    {
        var client = server.Open($"Bearer {Jwt.For("alice", Start + seconds, more)}");
        await client.Send(new Hello(1, 1, "node-1", [Features.Refresh, Features.Revoked], "test"));
        Assert.Contains(Features.Refresh, (await client.Next<Welcome>()).Features);
        return client;
    }
}
