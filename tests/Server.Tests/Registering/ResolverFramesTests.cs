using Grpc.Core;
using TopGun.Core.Maps;
using TopGun.Core.Registrations;
using TopGun.Core.Resolvers;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Protocol.Records;
using TopGun.Server.Tests.Endpoint;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Tests.Registering;

/// <summary>What is asked of resolvers in the conversation.</summary>
public class ResolverFramesTests
{
    private const string Map = "seats";

    private const string FirstWriteWins = """
        // Reject if seat is already booked
        if (context.localValue !== undefined) {
          return {
            action: 'reject',
            reason: 'Seat already booked by ' + context.localValue.user
          };
        }
        return { action: 'accept', value: context.remoteValue };
        """;

    [Fact, Trait("Invariant", "INV-RES-3")]
    public async Task Ops_that_follow_a_call_on_its_stream_are_judged_by_it_without_waiting_for_the_reply()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.Connect();
        var writer = Writer(server);

        var book = new ReplaceWrite("A1", WriteBase.Absent, Value.Object(("user", "alice")));
        await client.Send(writer.Batch(writer.Make(book)));
        await client.Send(new ResolverCall(7, new RegisterResolver(Map, Script())));
        await client.Send(writer.Batch(writer.Make(book with { Object = Value.Object(("user", "bob")) })));

        List<OpResult> results = [];
        ResolverReply? reply = null;
        while (results.Count < 2 || reply is null)
            switch (await client.Next())
            {
                case OpResults more: results.AddRange(more.Results); break;
                case ResolverReply came: reply = came; break;
                case var other: Assert.Fail($"A {other.GetType().Name} came, which the client has not named as a feature."); break;
            }

        Assert.Equal(new ResolverReply(7, new ResolverRegistered(1)), reply);
        Assert.Equal([OpResultCode.Applied, OpResultCode.MergeRejected], results.Select(result => result.Code));
        Assert.Equal(("Seat already booked by alice", "first-write-wins"), (results[1].Reason, results[1].Resolver));
    }

    [Fact]
    public async Task Who_names_the_feature_is_told_of_a_refusal_before_its_result_with_what_stands_there()
    {
        await using var server = await TestServer.StartAsync();
        using var alice = await server.Connect("alice-1");
        await Register(alice);
        var hers = Writer(server, "alice-1");
        await alice.Settle(hers.Batch(hers.Make(new ReplaceWrite("A1", WriteBase.Absent, Value.Object(("user", "alice"))))));

        using var bob = await server.Connect("bob-1", "bob", Features.Resolvers);
        var his = Writer(server, "bob-1");
        var attempt = new ReplaceWrite("A1", WriteBase.Absent, Value.Object(("user", "bob")));
        var batch = his.Batch(his.Make(attempt));
        await bob.Send(batch);

        for (var times = 0; times < 2; times++)
        {
            var rejected = await bob.Next<MergeRejected>();
            Assert.Equal((Map, his.Id, 1L, TestWriter.OpId(1), OpResultCode.MergeRejected), (rejected.Map, rejected.Writer, rejected.Number, rejected.OpId, rejected.Code));
            Assert.Equal(("Seat already booked by alice", "first-write-wins"), (rejected.Reason, rejected.Resolver));
            Assert.Equal(Value.Object(("user", "bob")), Assert.IsType<ReplaceWrite>(rejected.Attempted).Object);
            Assert.Equal(batch.Ops[0].Millis, rejected.At!.Value.Millis);
            Assert.Equal(Value.Object(("user", "alice")), RecordCodec.Instance.Decode(rejected.Current!.Value.Span).ToValue());
            Assert.Equal(OpResultCode.MergeRejected, Assert.Single((await bob.Next<OpResults>()).Results).Code);
            await bob.Send(batch);
        }
    }

    [Fact]
    public async Task Who_may_not_read_is_not_told_what_stands_there()
    {
        await using var server = await TestServer.StartAsync(configure: options =>
        {
            options.Permissions.Clear();
            options.Permissions.Add(new() { Maps = ["*"], Actions = Core.Access.MapAction.Put });
            options.Resolvers.Add(Map, Server.Resolvers.BuiltInResolvers.FirstWriteWins());
        });
        using var client = await server.Connect("node-1", "alice", Features.Resolvers);
        var writer = Writer(server);
        await client.Settle(writer.Batch(writer.Set("A1", 1)));
        await client.Send(writer.Batch(writer.Set("A1", 2)));

        var rejected = await client.Next<MergeRejected>();

        Assert.NotNull(rejected.Attempted);
        Assert.Null(rejected.Current);
    }

    [Fact]
    public async Task What_is_wrong_with_a_definition_is_answered_and_the_stream_lives_on()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.Connect();

        var broken = await Refused(client, new RegisterResolver(Map, Script("const a = 1;\nreturn eval('a');")));
        Assert.Equal(ErrorCode.InvalidResolver, broken.Code);
        Assert.Equal(("2", "8"), (broken.Metadata!["line"], broken.Metadata["column"]));

        foreach (var (definition, says) in new (ResolverDefinition, string)[]
                 {
                     (Script() with { Name = "" }, "name of 0 characters; 1 to 100"),
                     (Script() with { Name = new string('n', 101) }, "name of 101 characters; 1 to 100"),
                     (Script() with { Name = "a\u001bb" }, "control character U+001B at place 1"),
                     (Script() with { Rule = new BuiltInRule("VERSION_INCREMENT", ["a", "b"]) }, "counts up 2 fields; VERSION_INCREMENT takes one"),
                     (Script() with { Priority = 101 }, "priority 101; 0 to 100"),
                     (Script() with { KeyPattern = new string('k', 257) }, "key pattern of 257 characters; 1 to 256"),
                     (Script(new string(' ', (50 << 10) + 1)), "code of 51201 bytes; 1 to 51200"),
                     (Script() with { Rule = null }, "neither code nor a built-in"),
                     (Script() with { Rule = new BuiltInRule("UNKNOWN") }, "'UNKNOWN'; FIRST_WRITE_WINS"),
                     (Script() with { Rule = new BuiltInRule("NON_NEGATIVE", [.. Enumerable.Repeat("f", 101)]) }, "101 fields; at most 100"),
                     (Script() with { Rule = new BuiltInRule("NON_NEGATIVE", [""]) }, "name of 0 bytes; 1 to 256"),
                     (Script() with { Rule = new BuiltInRule("NON_NEGATIVE", [], new string('r', 1_025)) }, "reason of 1025 characters; at most 1024"),
                 })
        {
            var error = await Refused(client, new RegisterResolver(Map, definition));
            Assert.Equal(ErrorCode.InvalidResolver, error.Code);
            Assert.Contains(says, error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(ErrorCode.NotFound, (await Refused(client, new UnregisterResolver(Map, "first-write-wins"))).Code);
        await Register(client);
        Assert.Equal(ErrorCode.AlreadyExists, (await Refused(client, new RegisterResolver(Map, Script("return { action: 'local' };")))).Code);
    }

    [Fact]
    public async Task Every_built_in_can_be_registered_by_its_name_and_keeps_its_own_priority()
    {
        await using var server = await TestServer.StartAsync(configure: options => options.Resolvers.Registering.MaxPerUser = 100);
        using var client = await server.Connect();
        foreach (var kind in Server.Resolvers.BuiltInResolvers.Kinds)
            Assert.IsType<ResolverRegistered>(await Ask(client, new RegisterResolver(Map, new ResolverDefinition(kind.ToLowerInvariant(), new BuiltInRule(kind)))));

        var list = Assert.IsType<ResolverList>(await Ask(client, new ListResolvers(Map)));

        Assert.Equal(Server.Resolvers.BuiltInResolvers.Kinds.Order(StringComparer.Ordinal), list.Resolvers.Select(listed => ((BuiltInRule)listed.Definition.Rule!).Kind));
        Assert.Equal(90, list.Resolvers.Single(listed => listed.Definition.Name == "non_negative").Definition.Priority);
        Assert.All(list.Resolvers, listed => Assert.Equal((ResolverOrigin.Client, 1, true), (listed.Origin, listed.Claims, listed.IsMine)));
    }

    [Fact]
    public async Task A_dry_run_says_what_would_become_of_a_write()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.Connect();
        await Register(client);
        var writer = Writer(server);
        await client.Settle(writer.Batch(writer.Set("A1", "alice", "user")));

        var outcome = Assert.IsType<DryRunOutcome>(await Ask(client, new DryRunResolver(Map, null, new RemoveWrite("A1", WriteBase.Live))));

        Assert.Equal((OpResultCode.MergeRejected, "first-write-wins"), (outcome.Code, outcome.Resolver));
        Assert.Equal(Value.Object(("user", "alice")), outcome.Value);
        Assert.True(Assert.Single(outcome.Answers!).Steps > 0);
    }

    [Fact]
    public async Task Calls_beyond_the_rate_are_told_how_long_to_wait()
    {
        var time = new ManualTime();
        await using var server = await TestServer.StartAsync(time, configure: options =>
            (options.Resolvers.Registering.CallBurst, options.Resolvers.Registering.CallsPerSecond) = (2, 4));
        using var client = await server.Connect();
        await Ask(client, new ListResolvers(Map));
        await Ask(client, new ListResolvers(Map));

        var error = await Refused(client, new ListResolvers(Map));
        Assert.Equal((ErrorCode.RateLimited, 250), (error.Code, error.RetryAfterMs));

        time.Advance(TimeSpan.FromMilliseconds(250));
        Assert.IsType<ResolverList>(await Ask(client, new ListResolvers(Map)));
    }

    [Fact, Trait("Invariant", "INV-SES-3")]
    public async Task A_call_without_a_request_or_with_an_id_in_use_ends_the_stream()
    {
        await using var server = await TestServer.StartAsync();
        using (var client = await server.Connect())
        {
            await client.Send(new Wire.SyncRequest { Frame = new() { ResolverCall = new() { CallId = 1 } } });
            Assert.Contains("no request", await client.EndsWith(StatusCode.InvalidArgument, Wire.ErrorCode.InvalidFrame), StringComparison.Ordinal);
        }

        using (var client = await server.Connect())
        {
            await client.Send(new Wire.SyncRequest { Frame = new() { ResolverCall = new() { CallId = 0, List = new() } } });
            await client.EndsWith(StatusCode.InvalidArgument, Wire.ErrorCode.InvalidFrame);
        }

        using (var client = await server.Connect())
        {
            await client.Send(new ResolverCall(1, new ListResolvers(new string('m', 129))));
            await client.EndsWith(StatusCode.ResourceExhausted, Wire.ErrorCode.LimitExceeded);
        }

        await server.LivesOn();
    }

    [Fact]
    public async Task A_stored_registration_survives_a_restart_of_the_server_and_one_in_memory_does_not()
    {
        using var directory = new Storage.DataDirectory();
        foreach (var lifetime in new[] { Server.Resolvers.RegistrationLifetime.Stored, Server.Resolvers.RegistrationLifetime.Memory })
        {
            var isStored = lifetime == Server.Resolvers.RegistrationLifetime.Stored;
            var file = directory.File($"{lifetime}.db");
            await using (var server = await Start(file, lifetime))
            {
                using var client = await server.Connect();
                await Register(client);
                Assert.Single(Assert.IsType<ResolverList>(await Ask(client, new ListResolvers(null))).Resolvers);
            }

            await using var again = await Start(file, lifetime);
            using var other = await again.Connect("node-2", "bob");
            var writer = Writer(again, "node-2");
            var results = await other.Settle(writer.Batch(writer.Set("A1", "alice", "user"), writer.Set("A1", "bob", "user")));
            Assert.Equal(isStored ? OpResultCode.MergeRejected : OpResultCode.Applied, results[1].Code);
        }

        static Task<TestServer> Start(string file, Server.Resolvers.RegistrationLifetime lifetime)
            => TestServer.StartAsync(dataFile: file, configure: options => options.Resolvers.Registering.Lifetime = lifetime);
    }

    [Fact]
    public async Task Stored_registrations_that_a_life_in_memory_leaves_out_are_a_warning()
    {
        using var directory = new Storage.DataDirectory();
        await using (var server = await TestServer.StartAsync(dataFile: directory.File("a.db")))
        {
            using var client = await server.Connect();
            await Register(client);
        }

        await using var again = await TestServer.StartAsync(
            dataFile: directory.File("a.db"), configure: options => options.Resolvers.Registering.Lifetime = Server.Resolvers.RegistrationLifetime.Memory);
        using var other = await again.Connect("node-2", "bob");
        var writer = Writer(again, "node-2");
        var results = await other.Settle(writer.Batch(writer.Set("A1", "alice", "user"), writer.Set("A1", "bob", "user")));

        Assert.Equal(OpResultCode.Applied, results[1].Code);
        Assert.Contains($"Map {Map} has 1 stored resolvers that are not in force", Assert.Single(again.Log.WarningLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_claim_made_on_a_stream_that_lives_does_not_lapse()
    {
        var time = new ManualTime();
        await using var server = await TestServer.StartAsync(time, configure: options => options.Resolvers.Registering.LapseAfter = TimeSpan.FromHours(1));
        // For longer than the claims would live.
        using var alice = server.Open($"Bearer {Auth.Jwt.For("alice", (server.NowMs / 1_000) + 10_000)}");
        await alice.Send(new Hello(1, 1, "alice-1", [], "test 1.0"));
        await alice.Next<Welcome>();
        await Register(alice);
        using (var bob = await server.Connect("bob-1", "bob")) await Register(bob);

        for (var passed = TimeSpan.Zero; passed <= TimeSpan.FromHours(1); passed += TimeSpan.FromSeconds(30))
        {
            time.Advance(TimeSpan.FromSeconds(30));
            await alice.Send(new Ping(1));
            await alice.Next<Pong>();
        }

        // Whatever comes next lets lapse what has lapsed.
        using var carol = await server.Connect("carol-1", "carol");
        await Register(carol);
        Assert.Equal(2, Assert.Single(Assert.IsType<ResolverList>(await Ask(carol, new ListResolvers(Map))).Resolvers).Claims);
    }

    private static ResolverDefinition Script(string code = FirstWriteWins) => new("first-write-wins", new ScriptRule(code), 100);

    private static TestWriter Writer(TestServer server, string node = "node-1") => new(Map, node) { FirstSentMs = server.NowMs };

    private static async Task Register(RawClient client) => Assert.IsType<ResolverRegistered>(await Ask(client, new RegisterResolver(Map, Script())));

    private static async Task<SyncError> Refused(RawClient client, ResolverRequest request) => Assert.IsType<ResolverRefused>(await Ask(client, request)).Error;

    private static async Task<ResolverResponse> Ask(RawClient client, ResolverRequest request)
    {
        await client.Send(new ResolverCall(1, request));
        return (await client.Next<ResolverReply>()).Response;
    }
}
