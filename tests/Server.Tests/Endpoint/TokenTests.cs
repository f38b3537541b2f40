using Grpc.Core;
using TopGun.Core.Sync;
using TopGun.Server.Tests.Auth;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Tests.Endpoint;

/// <summary>Without a good token no stream begins, and the client learns what is wrong.</summary>
public class TokenTests
{
    private const long Later = (ManualTime.NewYear / 1_000) + 3_600;

    public static TheoryData<string?, string> BadAuthorizations() => new()
    {
        { null, "No token came; send it as metadata" },
        { "Basic YTpi", "does not begin with \"Bearer \"" },
        { "Bearer nonsense", "not a JWT" },
        { $"Bearer {Jwt.Sign($$"""{"sub":"alice","exp":{{Later}}}""", secret: "another-secret-that-is-long-enough-as-well")}", "not of the configured secret" },
        { $"Bearer {Jwt.Sign($$"""{"sub":"alice","exp":{{Later}}}""", """{"alg":"none"}""")}", "" },
        { $"Bearer {Jwt.For("alice", Later - 7_200)}", "expired" },
        { $"Bearer {Jwt.Sign($$"""{"exp":{{Later}}}""")}", "no sub claim" },
        { $"Bearer {Jwt.Sign("""{"sub":"alice"}""")}", "no exp claim" },
        { $"Bearer {Jwt.For("alice", Later, $",\"pad\":\"{new string('x', 17_000)}\"")}", "at most 16384" },
    };

    [Theory, Trait("Invariant", "INV-SES-3")]
    [MemberData(nameof(BadAuthorizations))]
    public async Task A_bad_token_ends_the_call_as_unauthenticated_and_says_why(string? authorization, string reason)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Open(authorization);
        await client.Send(new Hello(1, 1, "node-1", [], "test"));

        Assert.Contains(reason, await client.EndsWith(StatusCode.Unauthenticated, Wire.ErrorCode.Unauthenticated));
        await server.LivesOn();
    }

    [Fact]
    public async Task A_stolen_node_id_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        using var alice = await server.Connect("node-1", "alice");
        using var mallory = server.Open($"Bearer {server.Token("mallory")}");
        await mallory.Send(new Hello(1, 1, "node-1", [], "test"));

        Assert.Contains("node-1", await mallory.EndsWith(StatusCode.PermissionDenied, Wire.ErrorCode.NodeIdTaken));
        await alice.Send(new Ping(1));
        await alice.Next<Pong>();
    }

    [Fact]
    public async Task A_token_that_expires_ends_its_stream_and_not_those_of_others()
    {
        var time = new ManualTime();
        await using var server = await TestServer.StartAsync(time);
        using var soon = server.Open($"Bearer {Jwt.For("alice", (ManualTime.NewYear / 1_000) + 10)}");
        await soon.Send(new Hello(1, 1, "node-1", [], "test"));
        await soon.Next<Welcome>();
        using var late = await server.Connect("node-2", "bob");
        await time.WhenTimerIsDueIn(TimeSpan.FromSeconds(40));
        time.Advance(TimeSpan.FromSeconds(40));

        Assert.Contains("expired", await soon.EndsWith(StatusCode.Unauthenticated, Wire.ErrorCode.Unauthenticated));
        await late.Send(new Ping(1));
        await late.Next<Pong>();
    }
}
