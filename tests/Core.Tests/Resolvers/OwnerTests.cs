using TopGun.Core.Maps;
using TopGun.Core.Resolvers;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Resolving;

namespace TopGun.Core.Tests.Resolvers;

/// <summary>To whom a record belongs.</summary>
public class OwnerTests
{
    private readonly List<string?> _owners = [];
    private readonly GuardedMap _map;

    public OwnerTests() => _map = new(new KeptRecords(), new Rule("eye", 50, context =>
    {
        _owners.Add(context.Owner);
        return context.RemoteValue is Int64Value { Number: < 0 } ? ResolverDecision.Reject("no") : ResolverDecision.Local;
    }));

    [Fact, Trait("Invariant", "INV-OWN-1")]
    public void A_record_belongs_to_the_user_whose_write_made_it_whoever_writes_it_then()
    {
        _map.Set("k", 1, "ann");
        _map.Set("k", 2, "bob");
        _map.Patch("k", Value.Object(("a", 1)), "cid");

        Assert.Equal([null, "ann", "ann"], _owners);
    }

    [Fact, Trait("Invariant", "INV-OWN-1")]
    public void A_removal_ends_ownership_and_who_makes_it_again_owns_it()
    {
        _map.Set("k", 1, "ann");
        _map.Remove("k", "bob");
        _map.Set("k", 2, "cid");
        _map.Set("k", 3, "ann");

        Assert.Equal([null, "ann", null, "cid"], _owners);
    }

    [Fact, Trait("Invariant", "INV-OWN-1")]
    public void What_was_refused_or_came_too_late_makes_no_owner()
    {
        Assert.Equal(OpResultCode.MergeRejected, _map.Set("k", -1, "ann").Code);
        _map.Set("k", 1, "bob", at: 5_000);
        Assert.Equal(OpResultCode.Superseded, _map.Write(new ValueWrite("k", WriteBase.Unknown, 2), "cid", at: 4_000).Code);
        _map.Set("k", 3, "dan");

        Assert.Equal([null, null, "bob", "bob"], _owners);
    }

    [Fact, Trait("Invariant", "INV-OWN-1")]
    public void The_user_owns_it_not_his_device()
    {
        _map.Set("k", 1, "ann-phone", by: GuardedMap.User("ann"));
        _map.Set("k", 2, "ann-laptop", by: GuardedMap.User("ann"));

        Assert.Equal([null, "ann"], _owners);
    }

    [Fact, Trait("Invariant", "INV-OWN-1")]
    public void Each_record_of_a_group_belongs_to_who_made_that()
    {
        _map.Set("a", 1, "ann");
        _map.Group([new ValueWrite("a", WriteBase.Live, 2), new ValueWrite("b", WriteBase.Absent, 2)], "bob");
        _map.Set("a", 3, "cid");
        _map.Set("b", 3, "cid");

        Assert.Equal([null, "ann", null, "ann", "bob"], _owners);
    }
}
