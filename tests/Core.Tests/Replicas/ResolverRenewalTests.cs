using TopGun.Core.Maps;
using TopGun.Core.Registrations;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Core.Tests.Resolvers;
using TopGun.Core.Time;
using TopGun.Core.Values;

namespace TopGun.Core.Tests.Replicas;

/// <summary>What a replica asks of resolvers, over connections that come and go.</summary>
public class ResolverRenewalTests
{
    private const string Map = "seats";

    private static readonly SyncError Taken = new(ErrorCode.AlreadyExists, "Taken.");

    private readonly KeptRecords _codec = new();
    private readonly Replica _replica;
    private readonly List<string> _answers = [];
    private long _nowMs = 1_000;
    private ReplicaSession _session;

    public ResolverRenewalTests()
    {
        ulong random = 0;
        _replica = new Replica(new MemoryReplicaStore("n"), _codec, () => ++random);
        _session = Connect();
    }

    private ClockReading Now => new(_nowMs, _nowMs, "boot");

    [Fact, Trait("Invariant", "INV-RES-5")]
    public void A_registration_goes_before_the_ops_of_its_map_and_they_wait_for_its_reply()
    {
        Ask(new RegisterResolver(Map, Definition()));
        Write();
        Write("other");

        var call = Assert.IsType<ResolverCall>(Next());
        Assert.Equal("other", Assert.IsType<OpBatch>(Next()).Map);
        Assert.Null(Next());

        Reply(call, new ResolverRegistered(1));
        Assert.Equal(Map, Assert.IsType<OpBatch>(Next()).Map);
        Assert.Equal(["ResolverRegistered"], _answers);
        Assert.Equal(IntentState.InForce, Assert.Single(_replica.Resolvers.Intents).State);
    }

    [Fact, Trait("Invariant", "INV-RES-5")]
    public void It_is_renewed_on_every_connection_before_ops_of_its_map()
    {
        Ask(new RegisterResolver(Map, Definition(), Replace: true));
        Reply(Assert.IsType<ResolverCall>(Next()), new ResolverRegistered(1));
        Assert.Null(Next());

        _session = Connect();
        Write();

        var renewal = Assert.IsType<ResolverCall>(Next());
        // Once it was in force, it does not fight with whoever replaced it since.
        Assert.Equal(new RegisterResolver(Map, Definition()), renewal.Request);
        Assert.Null(Next());
        Reply(renewal, new ResolverRegistered(2));
        Assert.IsType<OpBatch>(Next());
        Assert.Single(_answers);
    }

    [Fact]
    public void A_renewal_that_is_refused_is_reported_and_keeps_no_op_from_leaving()
    {
        Ask(new RegisterResolver(Map, Definition()));
        Reply(Assert.IsType<ResolverCall>(Next()), new ResolverRegistered(1));
        _session = Connect();
        Write();

        Reply(Assert.IsType<ResolverCall>(Next()), new ResolverRefused(Taken));

        Assert.IsType<OpBatch>(Next());
        var lost = Assert.Single(_replica.Resolvers.TakeLost());
        Assert.Equal((IntentState.Refused, Taken), (lost.State, lost.Error));
        Assert.Empty(_replica.Resolvers.TakeLost());
        _session = Connect();
        Assert.IsType<ResolverCall>(Next());
    }

    [Fact]
    public void Ops_wait_ten_seconds_for_a_reply_and_no_longer()
    {
        Ask(new RegisterResolver(Map, Definition()));
        Write();
        Assert.IsType<ResolverCall>(Next());
        Assert.Null(Next());
        Assert.Equal(_nowMs + 10_000, _session.WakeAtMs);

        _nowMs += 10_000;

        Assert.IsType<OpBatch>(Next());
    }

    [Fact]
    public void A_wait_that_is_over_wakes_nobody_any_more()
    {
        Ask(new RegisterResolver(Map, Definition()));
        Write();
        Assert.IsType<ResolverCall>(Next());
        Assert.Null(Next());
        _nowMs += 10_000;
        Assert.IsType<OpBatch>(Next());

        // The server still has not answered; there is nothing to do until it does, or until the next heartbeat.
        _nowMs += 1;
        Assert.Null(Next());
        Assert.Equal(1_000 + 25_000, _session.WakeAtMs);
    }

    [Fact]
    public void What_comes_too_fast_or_can_not_be_served_yet_is_asked_again_after_the_pause()
    {
        Ask(new RegisterResolver(Map, Definition()));
        Reply(Assert.IsType<ResolverCall>(Next()), new ResolverRefused(new SyncError(ErrorCode.RateLimited, "Too fast.", 700)));
        Assert.Null(Next());
        Assert.Equal(_nowMs + 700, _session.WakeAtMs);

        _nowMs += 700;

        Reply(Assert.IsType<ResolverCall>(Next()), new ResolverRegistered(1));
        Assert.Equal(["ResolverRegistered"], _answers);
    }

    [Fact]
    public void What_had_no_answer_is_asked_again_on_the_next_connection()
    {
        Ask(new ListResolvers(Map));
        Ask(new UnregisterResolver(Map, "rule"));
        Assert.IsType<ResolverCall>(Next());
        Assert.IsType<ResolverCall>(Next());

        _session = Connect();

        Assert.IsType<ListResolvers>(Assert.IsType<ResolverCall>(Next()).Request);
        // The answer that was lost had said that it is gone.
        Reply(Assert.IsType<ResolverCall>(Next()), new ResolverRefused(new SyncError(ErrorCode.NotFound, "None.")));
        Assert.Equal(["ResolverUnregistered"], _answers);
    }

    [Fact]
    public void A_refused_first_registration_is_wanted_no_more()
    {
        Ask(new RegisterResolver(Map, Definition()));
        Reply(Assert.IsType<ResolverCall>(Next()), new ResolverRefused(Taken));

        Assert.Equal(["ResolverRefused"], _answers);
        Assert.Empty(_replica.Resolvers.Intents);
        Assert.Empty(_replica.Resolvers.TakeLost());
    }

    [Fact]
    public void A_second_registration_of_a_name_takes_the_place_of_the_first_and_both_are_told()
    {
        Ask(new RegisterResolver(Map, Definition()));
        Ask(new RegisterResolver(Map, Definition("other code")));

        var call = Assert.IsType<ResolverCall>(Next());
        Assert.Equal(new RegisterResolver(Map, Definition("other code")), call.Request);
        Reply(call, new ResolverRegistered(1));
        Assert.Equal(["ResolverRegistered", "ResolverRegistered"], _answers);
        Assert.Null(Next());

        Ask(new RegisterResolver(Map, Definition()));
        call = Assert.IsType<ResolverCall>(Next());
        Assert.True(Assert.IsType<RegisterResolver>(call.Request).Replace);
        Reply(call, new ResolverRefused(Taken));
        Assert.Equal(Definition("other code"), Assert.Single(_replica.Resolvers.Intents).Definition);
    }

    [Fact]
    public void A_second_registration_takes_the_place_of_a_first_that_the_server_may_have_heard_of()
    {
        Ask(new RegisterResolver(Map, Definition()));
        var first = Assert.IsType<ResolverCall>(Next());
        Ask(new RegisterResolver(Map, Definition("other code")));
        var second = Assert.IsType<ResolverCall>(Next());

        Reply(first, new ResolverRegistered(1));
        // Without that the server would say that the name is taken: by the first.
        Assert.Equal(new RegisterResolver(Map, Definition("other code"), Replace: true), second.Request);
        Reply(second, new ResolverRegistered(1));

        Assert.Equal(["ResolverRegistered", "ResolverRegistered"], _answers);
        Assert.Equal(Definition("other code"), Assert.Single(_replica.Resolvers.Intents).Definition);
    }

    [Fact]
    public void One_of_two_who_register_the_same_may_want_it_to_replace_another_one()
    {
        Ask(new RegisterResolver(Map, Definition()));
        Ask(new RegisterResolver(Map, Definition(), Replace: true));

        var call = Assert.IsType<ResolverCall>(Next());
        Assert.Equal(new RegisterResolver(Map, Definition(), Replace: true), call.Request);
        Reply(call, new ResolverRegistered(1));
        Assert.Equal(2, _answers.Count);
    }

    [Fact]
    public void Replacing_a_rule_all_day_keeps_none_of_those_before()
    {
        for (var i = 0; i < 3; i++)
        {
            Ask(new RegisterResolver(Map, Definition($"code {i}")));
            Reply(Assert.IsType<ResolverCall>(Next()), new ResolverRegistered(1));
        }

        Assert.Null(Assert.Single(_replica.Resolvers.Tasks).Before);
    }

    [Fact]
    public void Registering_and_taking_back_do_not_overtake_each_other()
    {
        Ask(new RegisterResolver(Map, Definition()));
        Reply(Assert.IsType<ResolverCall>(Next()), new ResolverRegistered(1));
        Ask(new UnregisterResolver(Map, "rule"));
        Ask(new RegisterResolver(Map, Definition()));

        var unregister = Assert.IsType<ResolverCall>(Next());
        Assert.IsType<UnregisterResolver>(unregister.Request);
        Assert.Null(Next());
        Reply(unregister, new ResolverUnregistered(0));
        Assert.IsType<RegisterResolver>(Assert.IsType<ResolverCall>(Next()).Request);
    }

    [Fact]
    public void Registering_the_same_again_asks_again()
    {
        Ask(new RegisterResolver(Map, Definition()));
        Reply(Assert.IsType<ResolverCall>(Next()), new ResolverRegistered(1));
        Ask(new RegisterResolver(Map, Definition()));

        Reply(Assert.IsType<ResolverCall>(Next()), new ResolverRegistered(1));

        Assert.Equal(2, _answers.Count);
        Assert.Single(_replica.Resolvers.Intents);
    }

    [Fact]
    public void Registering_and_taking_back_all_day_on_one_connection_leaves_nothing_behind()
    {
        for (var i = 0; i < 200; i++)
        {
            Ask(new RegisterResolver(Map, Definition()));
            Reply(Assert.IsType<ResolverCall>(Next()), new ResolverRegistered(1));
            Ask(new UnregisterResolver(Map, "rule"));
            Reply(Assert.IsType<ResolverCall>(Next()), new ResolverUnregistered(0));
        }

        Write();
        Assert.IsType<OpBatch>(Next());
        Assert.Empty(_replica.Resolvers.Intents);
    }

    [Fact]
    public void Who_no_longer_waits_is_not_told_and_his_registration_is_wanted_no_more()
    {
        var ask = Ask(new RegisterResolver(Map, Definition()));
        var call = Assert.IsType<ResolverCall>(Next());

        _replica.Resolvers.Abandon(ask);
        Reply(call, new ResolverRegistered(1));

        Assert.Empty(_answers);
        Assert.Empty(_replica.Resolvers.Intents);
    }

    [Fact]
    public void A_server_that_knows_no_resolvers_is_named_as_the_reason()
    {
        _session = Connect(features: []);
        Ask(new RegisterResolver(Map, Definition()));
        Write();

        Assert.IsType<OpBatch>(Next());
        Assert.Equal(["ResolverRefused"], _answers);
    }

    [Fact]
    public void What_stands_on_the_server_comes_into_the_inbox_with_the_refusal()
    {
        Write();
        var batch = Assert.IsType<OpBatch>(Next());
        var theirs = LwwMerge.Apply(Record.Never, new ValueWrite("A1", WriteBase.Absent, "alice"), new HlcTimestamp(5, 0, "other~1")).Record;
        var bytes = _codec.Encode(theirs);

        _session.Receive(new MergeRejected(Map, batch.Writer, 1, batch.Ops[0].OpId, OpResultCode.MergeRejected, "Taken.", "rule", null, null, bytes), Now);
        _session.Receive(new OpResults(Map, batch.Writer, 1, [new OpResult(1, batch.Ops[0].OpId, OpResultCode.MergeRejected, 0, null, "Taken.", "rule")]), Now);

        Assert.Equal(Value.Of("alice"), Assert.Single(_replica.Rejections).ServerValue);
    }

    private static ResolverDefinition Definition(string code = "code") => new("rule", new ScriptRule(code), 100);

    private ReplicaSession Connect(string[]? features = null)
    {
        var session = new ReplicaSession(_replica, [], "test");
        Assert.Contains(Features.Resolvers, Assert.IsType<Hello>(session.Next(Now)).Features);
        session.Receive(new Welcome(1, features ?? [Features.Resolvers], SyncLimits.Default, _nowMs, "alice", 25_000), Now);
        return session;
    }

    private ResolverAsk Ask(ResolverRequest request) => _replica.Resolvers.Ask(request, response => _answers.Add(response.GetType().Name));

    private void Write(string map = Map) => _replica.Set(map, "A1", Value.Of("me"), Now);

    private ClientFrame? Next() => _session.Next(Now);

    private void Reply(ResolverCall call, ResolverResponse response) => _session.Receive(new ResolverReply(call.CallId, response), Now);
}
