using TopGun.Core.Access;
using TopGun.Core.Maps;
using TopGun.Core.Registrations;
using TopGun.Core.Resolvers;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Resolving;
using static TopGun.Core.Tests.Registrations.RegisteredMap;

namespace TopGun.Core.Tests.Registrations;

/// <summary>What would become of a write.</summary>
public class DryRunTests
{
    [Fact]
    public void It_says_what_each_resolver_answered_and_changes_nothing()
    {
        var map = new RegisteredMap(null, null, Rule.Refuse(value => value is Int64Value { Number: < 0 }, 90));
        map.Write("stock", 5);
        map.Register("alice", Definition("all", "accept", 100));
        var head = map.Partition.Committed.Head;

        var outcome = Ask(map, new ValueWrite("stock", WriteBase.Live, 1), Definition("under", "minus", 10));

        Assert.Equal((OpResultCode.MergeRejected, "rule"), (outcome.Code, outcome.Resolver));
        Assert.Equal(Value.Of(5), outcome.Value);
        Assert.Equal(
            [("all", ResolverAction.Accept, false), ("rule", ResolverAction.Local, false), ("under", ResolverAction.Merge, false), ("all", ResolverAction.Accept, true), ("rule", ResolverAction.Reject, true)],
            outcome.Answers!.Select(answer => (answer.Resolver, answer.Action, answer.IsFinalHearing)));
        Assert.Null(map.Partition.Seal(map.NowMs));
        Assert.Equal(head, map.Partition.Committed.Head);
        Assert.Equal(OpResultCode.Applied, map.Write("stock", 4).Code);
    }

    [Fact]
    public void What_is_tried_stands_in_the_place_of_the_registered_one_of_its_name()
    {
        var map = new RegisteredMap();
        map.Register("alice", Definition());

        Assert.Equal(OpResultCode.MergeRejected, Ask(map, new ValueWrite("k", WriteBase.Absent, 1)).Code);
        var outcome = Ask(map, new ValueWrite("k", WriteBase.Absent, 1), Definition("no", "accept"));

        Assert.Equal((OpResultCode.Applied, Value.Of(1)), (outcome.Code, outcome.Value));
        Assert.Null(map.Partition.Committed.Read(Name, "k"));
    }

    [Fact]
    public void The_time_that_it_takes_is_accounted_for()
    {
        var map = new RegisteredMap();
        map.Register("alice", Definition("all", "accept", 100));

        Ask(map, new ValueWrite("k", WriteBase.Absent, 1), Definition("tried", "refuse"));

        Assert.Equal(["all", "tried"], map.Tried);
    }

    [Fact]
    public void It_moves_no_time_on()
    {
        var map = new RegisteredMap();
        for (var i = 0; i < 3; i++) Ask(map, new ValueWrite("k", WriteBase.Absent, 1), Definition("tried", "minus"));

        map.Write("k", 1);

        Assert.Equal(map.NowMs, map.Commit!.ClockHighWater.Millis);
        Assert.Equal("writer~1", map.Commit.ClockHighWater.NodeId);
    }

    [Theory]
    [InlineData(MapAction.Read)]
    [InlineData(MapAction.Resolve)]
    public void It_needs_the_rights_of_a_registration(MapAction lacking)
    {
        var map = new RegisteredMap { Allowed = (_, action) => action != lacking };

        var response = map.Partition.DryRun(new DryRunResolver(Name, null, new ValueWrite("k", WriteBase.Absent, 1)), null, User("alice"), map.NowMs);

        Assert.Equal(ErrorCode.Forbidden, Assert.IsType<ResolverRefused>(response).Error.Code);
    }

    [Fact]
    public void A_write_that_is_not_permitted_would_be_forbidden()
    {
        var map = new RegisteredMap { Allowed = (_, action) => action != MapAction.Remove };

        Assert.Equal(OpResultCode.Forbidden, Ask(map, new RemoveWrite("k", WriteBase.Live)).Code);
    }

    private static DryRunOutcome Ask(RegisteredMap map, Write write, ResolverDefinition? tried = null)
        => Assert.IsType<DryRunOutcome>(map.Partition.DryRun(
            new DryRunResolver(Name, tried, write), tried is null ? null : map.Make(tried), User("alice"), map.NowMs));
}
