using TopGun.Core.Counters;
using TopGun.Core.Maps;
using TopGun.Core.Queries;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Core.Tests.Resolvers;
using TopGun.Core.Time;
using TopGun.Core.Values;

namespace TopGun.Core.Tests.Replicas;

/// <summary>What a device knows of a map of which it holds only parts.</summary>
public class PartOnlyTests
{
    private const string Map = "orders";

    private static readonly MapQuery Mine = MapQuery.All with { Where = new ComparePredicate(FieldPath.Of("owner"), CompareOperator.Equal, Value.Of("ann")) };
    private static readonly MapQuery Large = MapQuery.All with { Where = new ComparePredicate(FieldPath.Of(), CompareOperator.GreaterOrEqual, Value.Of(10)) };

    private readonly MemoryReplicaStore _store = new("n");
    private readonly KeptRecords _codec = new();
    private ulong _random;
    private Replica _replica;
    private ReplicaSession _session = null!;
    private int _subscription;
    private long _nowMs = 1_000;

    public PartOnlyTests() => _replica = new Replica(_store, _codec, () => ++_random);

    private ClockReading Now => new(++_nowMs, _nowMs, "boot");

    [Theory, Trait("Invariant", "INV-TYPE-1")]
    [InlineData(true)]
    [InlineData(false)]
    public void The_type_is_known_after_a_restart_without_pretending_to_hold_the_map(bool saysIt)
    {
        _replica.Hold(Map, Large);
        // Who says no types shows them all the same.
        Connect(saysIt ? [Features.Query, Features.OrMap, Features.Counter] : [Features.Query]);
        Receive(new ChangePage(_subscription, Cursor.Start, At(5), false, saysIt ? [] : [Counter("k", 4, 12)]));
        Receive(new CaughtUp(_subscription, At(5), null, saysIt ? MapType.PnCounter : MapType.None));
        if (!saysIt)
        {
            Receive(new ChangePage(_subscription, At(5), At(6), false, []) { Gone = ["k"] });
            Assert.Empty(_replica.Scan(Map, null, 9, out _));
        }

        Restart();

        Assert.Equal(MapType.PnCounter, _replica.TypeOf(Map));
        Assert.False(_replica.HoldsWhole(Map));
        Assert.Equal(MapReplica.Empty(Map), _replica.MapOf(Map));
        Assert.Throws<MapTypeException>(() => _replica.Set(Map, "k", Value.Of(1), Now));
        Assert.Empty(_store.Load().Ops);
        _replica.Write(Map, _replica.IntendCount(Map, "k", 1), Now);

        _replica.Release(Map, Large);
        Restart();
        Assert.Equal(MapType.PnCounter, _replica.TypeOf(Map));   // The write that waits says it.
        Assert.True(_replica.GiveUp(Map, _store.Load().Ops[0].Writer, 1));
        Assert.Equal(MapType.None, _replica.TypeOf(Map));
    }

    [Fact, Trait("Invariant", "INV-ACC-2")]
    public void With_the_permission_to_read_it_goes_what_the_server_said_of_the_type()
    {
        _replica.Hold(Map, Large);
        Connect([Features.Query, Features.OrMap, Features.Counter]);
        Receive(new ChangePage(_subscription, Cursor.Start, At(5), false, [Counter("k", 4, 12)]));
        Receive(new CaughtUp(_subscription, At(5), null, MapType.PnCounter));
        Assert.Equal(MapType.PnCounter, _replica.TypeOf(Map));

        Receive(new SubscriptionEnded(_subscription, new SyncError(ErrorCode.Forbidden, "No.")));

        Assert.Equal(MapType.None, _replica.TypeOf(Map));
    }

    [Fact, Trait("Invariant", "INV-OPS-3")]
    public void A_change_of_a_record_that_left_all_parts_meanwhile_is_known_to_wait_and_shown_when_there_is_something_to_show_it_on()
    {
        _replica.Hold(Map, Mine);
        Connect([Features.Query]);
        Receive(new ChangePage(_subscription, Cursor.Start, At(5), false, [Row("a", 4, "ann")]));
        Receive(new CaughtUp(_subscription, At(5)));
        var op = _replica.Patch(Map, "a", Value.Object(("note", "urgent")).Fields, [], Now);
        Assert.Equal(Value.Object(("owner", "ann"), ("note", "urgent")), _replica.Get(Map, "a"));

        Receive(new ChangePage(_subscription, At(5), At(6), false, []) { Gone = ["a"] });
        Restart();

        // Nothing is known of the record but that it is in none of the parts; made up of the one field that was written, it would be none that anybody has.
        Assert.Null(_replica.Get(Map, "a"));
        Assert.Empty(_replica.Scan(Map, null, 9, out _));
        Assert.True(_replica.IsPending(Map, "a"));
        Assert.Equal(["a"], _replica.PendingKeys(Map));
        Assert.Equal(Value.Object(("owner", "bob"), ("note", "urgent")), _replica.Overlay(Map, "a", Value.Object(("owner", "bob")), 6));

        // It leaves as it was, and comes back with the record.
        Connect([Features.Query]);
        Receive(new ChangePage(_subscription, At(6), At(8), false, [Row("a", 8, "ann")]));
        Receive(new CaughtUp(_subscription, At(8)));
        Assert.Equal(Value.Object(("owner", "ann"), ("note", "urgent")), _replica.Get(Map, "a"));
        var sent = Assert.IsType<OpBatch>(_session.Next(Now));
        Assert.Equal((op.OpId, op.Number), (sent.Ops[0].OpId, sent.Ops[0].Number));

        Receive(new ChangePage(_subscription, At(8), At(9), false, []) { Gone = ["a"] });
        Receive(new OpResults(Map, op.Writer, 1, [new OpResult(op.Number, op.OpId, OpResultCode.Applied, 10)]));
        Assert.Empty(_replica.PendingKeys(Map));
        Receive(new ChangePage(_subscription, At(9), At(10), false, []));
        Assert.Empty(_store.Load().Ops);
    }

    [Fact]
    public void The_keys_that_wait_are_told_in_the_order_of_their_bytes()
    {
        foreach (var key in new[] { "\U0001F600", "b", "\uFF5E", "a" }) _replica.Set(Map, key, Value.Of(1), Now);

        Assert.Equal(["a", "b", "\uFF5E", "\U0001F600"], _replica.PendingKeys(Map));
    }

    private static Cursor At(long version) => new(1, version);

    private void Restart() => _replica = new Replica(_store, _codec, () => ++_random);

    private void Connect(string[] features)
    {
        _session = new ReplicaSession(_replica, [], "test");
        foreach (var part in _replica.PartsOf(Map)) _session.Subscribe(part);
        Assert.IsType<Hello>(_session.Next(Now));
        Receive(new Welcome(1, features, SyncLimits.Default, _nowMs, "ann", 25_000));
        _subscription = Assert.IsType<Subscribe>(_session.Next(Now)).SubscriptionId;
    }

    private void Receive(ServerFrame frame) => _session.Receive(frame, Now);

    private ChangedRecord Row(string key, long version, string owner)
        => new(key, version, _codec.Encode(LwwMerge.Apply(Record.Never, new ReplaceWrite(key, WriteBase.Unknown, Value.Object(("owner", owner))), new HlcTimestamp(version, 0, "other~1")).Record));

    private ChangedRecord Counter(string key, long version, long sum)
        => new(key, version, _codec.Encode(CounterMerge.Apply(Record.Never, new CountWrite(key, sum), new HlcTimestamp(version, 0, "other~1")).Record));
}
