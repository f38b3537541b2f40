using TopGun.Core.Digests;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;

namespace TopGun.Simulation.Walks;

/// <summary>What a digest walk finds and repairs, and what it costs.</summary>
public sealed class DigestWalkTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(0, false, 0, 300)]
    [InlineData(10, false, 5, 60_000)]
    [InlineData(1_000, false, 15, 1_200_000)]
    [InlineData(10, true, 5, 60_000)]
    [InlineData(1_000, true, 15, 1_200_000)]
    public void Few_differences_of_many_records_cost_few_round_trips(int changed, bool isAway, int mostTrips, int mostBytes)
    {
        var world = new WalkedMap(100_000, isAway);
        for (var i = 0; i < changed; i++) world.MakeStale(1 + i * (100_000 / changed));

        world.Sync();

        output.WriteLine($"{changed} of 100,000{(isAway ? " after TOO_OLD" : "")}: {world.RoundTrips} round trips, {world.Bytes:N0} bytes.");
        world.AssertEqual();
        Assert.Empty(world.Mismatches);
        Assert.InRange(world.RoundTrips, changed == 0 ? 0 : 1, mostTrips);
        Assert.InRange(world.Bytes, 0, mostBytes);
    }

    [Theory, Trait("Invariant", "INV-DIG-3")]
    [InlineData(10)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(3_000)]
    public void What_is_gone_old_foreign_or_too_much_is_put_right(int count)
    {
        var world = new WalkedMap(count);
        var old = world.Store.Find(WalkedMap.Map, WalkedMap.KeyOf(1))!.Value;
        var change = new ReplicaChange();
        change.DroppedRecords.Add((WalkedMap.Map, WalkedMap.KeyOf(2)));
        change.PutRecords.Add((WalkedMap.Map, old with { Key = WalkedMap.KeyOf(3), Version = 3 }));
        change.PutRecords.Add((WalkedMap.Map, old with { Key = "nobody's", Version = 4 }));
        world.Spoil(change);
        world.MakeStale(5);

        world.Sync();

        world.AssertEqual();
        Assert.Empty(world.Mismatches);
    }

    [Fact, Trait("Invariant", "INV-DIG-3")]
    public void What_is_newer_than_the_answer_is_neither_dropped_nor_overwritten()
    {
        var world = new WalkedMap(10);
        var old = world.Store.Find(WalkedMap.Map, WalkedMap.KeyOf(1))!.Value;
        var change = new ReplicaChange();
        change.PutRecords.Add((WalkedMap.Map, old with { Key = "later", Version = 11 }));
        change.PutRecords.Add((WalkedMap.Map, old with { Version = 12 }));
        world.Spoil(change);

        world.Sync();

        Assert.Equal(11, world.Store.Find(WalkedMap.Map, "later")!.Value.Version);
        Assert.Equal(12, world.Store.Find(WalkedMap.Map, WalkedMap.KeyOf(1))!.Value.Version);
    }

    [Fact, Trait("Invariant", "INV-DIG-4")]
    public void A_difference_that_stays_is_reported_once_and_walked_no_more()
    {
        var world = new WalkedMap(10);
        world.MakeStale(5);

        // A server that says something else each time.
        var said = 0;
        world.Sync(reply => reply with { Nodes = [.. reply.Nodes.Select(node => node with { Entries = [.. node.Entries, node.Entries[0] with { Key = "other", Version = ++said }] })] });

        Assert.Equal([WalkedMap.Map], world.Mismatches);
        Assert.InRange(world.RoundTrips, 3, 4);
    }

    [Fact, Trait("Invariant", "INV-DIG-2")]
    public void A_question_before_CaughtUp_or_before_the_last_answer_ends_the_stream()
    {
        var world = new WalkedMap(100);
        var session = world.Subscribed();
        var question = new DigestRequest(1, [DigestPrefix.Root], []);

        var early = Assert.Throws<SyncException>(() => session.Receive(question));
        Assert.Contains("came before its CaughtUp", early.Message, StringComparison.Ordinal);
        session.Pull(WalkedMap.Map, world.Partition.Committed, 1 << 20).Read();
        session.Receive(question);
        var twice = Assert.Throws<SyncException>(() => session.Receive(question));
        Assert.Contains("before the one before was answered", twice.Message, StringComparison.Ordinal);
        Assert.Single(session.Pull(WalkedMap.Map, world.Partition.Committed, 1 << 20).Read().OfType<DigestReply>());
        session.Receive(question);
    }
}
