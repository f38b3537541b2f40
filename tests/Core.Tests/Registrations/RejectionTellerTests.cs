using TopGun.Core.Access;
using TopGun.Core.Resolvers;
using TopGun.Core.Sessions;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Resolving;
using static TopGun.Core.Tests.Registrations.RegisteredMap;

namespace TopGun.Core.Tests.Registrations;

/// <summary>What a user is told of refusals, and what that costs when there are many.</summary>
public class RejectionTellerTests
{
    private static readonly WriterId Writer = new("writer", "1");

    [Fact]
    public void What_the_key_holds_is_told_to_who_may_read_it()
    {
        var map = Taken(recordBytes: 100);

        Assert.Equal(100, Assert.Single(Told(map, Refused(map, 1))).Current!.Value.Length);
        map.Allowed = (_, action) => action != MapAction.Read;
        Assert.Null(Assert.Single(Told(map, Refused(map, 1))).Current);
    }

    [Fact]
    public void A_thousand_refusals_on_a_large_record_bring_it_a_few_times_and_read_it_once()
    {
        var map = Taken(recordBytes: 300_000);
        var refused = Refused(map, 1_000);
        var before = map.Records.Decoded;

        var told = Told(map, refused);

        Assert.Equal(1_000, told.Count);
        Assert.InRange(told.Sum(rejected => rejected.Current?.Length ?? 0), 300_000, 1 << 20);
        Assert.InRange(map.Records.Decoded - before, 0, 1);
    }

    // A map whose key "seat" is taken by a large record.
    private static RegisteredMap Taken(int recordBytes)
    {
        var map = new RegisteredMap(null, null, new Rule("first", 50, context => context.LocalValue is null ? ResolverDecision.Local : ResolverDecision.Reject("Taken.")));
        map.Records.Bytes = recordBytes;
        map.Write("seat", "alice", "alice");
        return map;
    }

    private static IReadOnlyList<OpResult> Refused(RegisteredMap map, int count)
    {
        var last = 0L;
        for (var i = 0; i < count; i++) last = map.Judge("seat", "bob");
        map.Seal();
        return map.Partition.Committed.ReadResults(Name, Writer, last - count, count);
    }

    private static List<MergeRejected> Told(RegisteredMap map, IReadOnlyList<OpResult> refused)
        => [.. new RejectionTeller(User("writer"), map).Tell(map.Partition.Committed, Name, Writer, refused)];
}
