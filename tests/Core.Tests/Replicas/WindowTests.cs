using TopGun.Core.Counters;
using TopGun.Core.Maps;
using TopGun.Core.Queries;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Core.Tests.Resolvers;
using TopGun.Core.Time;
using TopGun.Core.Values;

namespace TopGun.Core.Tests.Replicas;

/// <summary>A device that holds a window of a map: the first rows in an order, whatever becomes of them.</summary>
public class WindowTests
{
    private const string Map = "players";
    private const ulong Epoch = 1;

    private static readonly FieldPath Score = FieldPath.Of("score");
    private static readonly MapQuery Top = MapQuery.All with { Sort = [new SortField(Score, true)], Limit = 3 };

    private readonly MemoryReplicaStore _store = new("n");
    private readonly KeptRecords _codec = new();
    private readonly Replica _replica;
    private ReplicaSession _session;
    private int _subscription;
    private long _nowMs = 1_000;

    public WindowTests()
    {
        ulong random = 0;
        _replica = new Replica(_store, _codec, () => ++random);
        _session = null!;
    }

    private ClockReading Now => new(++_nowMs, _nowMs, "boot");

    private PartReplica Part => Assert.Single(_replica.PartsOf(Map));

    [Fact]
    public void Who_comes_again_presents_the_rows_that_it_holds()
    {
        _replica.Hold(Map, Top);
        var first = Connect();
        Assert.Equal((null, Top), (first.From, first.Query));
        Assert.Empty(first.Window);
        Page(Cursor.Start, At(9), [Row("a", 3, 30), Row("b", 9, 20), Row("c", 4, 10)]);

        var again = Connect();

        Assert.Equal(At(9), again.From);
        Assert.Empty(again.Seen);
        Assert.Equal([new("a", 3), new("b", 9), new("c", 4)], again.Window);
        Page(At(9), At(12), [Row("d", 12, 40)], ["c"]);
        Assert.Equal([new("a", 3), new("b", 9), new("d", 12)], Connect().Window);
    }

    [Fact]
    public void A_step_leaves_the_cursor_and_is_presented_with_the_head_at_which_it_was_made()
    {
        Hold(Row("a", 3, 30), Row("b", 9, 20), Row("c", 4, 10));
        Step(At(9), At(20), [Row("d", 15, 40)], ["c"]);
        Step(At(9), At(22), [Row("e", 22, 50)], ["b"]);

        var again = Connect();

        Assert.Equal(At(9), again.From);
        Assert.Equal([At(22)], again.Seen);
        Assert.Equal([new("a", 3), new("d", 15), new("e", 22)], again.Window);
        Assert.False(_session.IsSynced);
        Page(At(9), At(22), []);
        Assert.True(_session.IsSynced);
        Assert.Equal(["e", "d", "a"], Shown());
        Assert.Equal(22, Part.Reached);
    }

    [Theory]
    [InlineData(ResetReason.TooOld)]
    [InlineData(ResetReason.LostBranch)]
    public void After_a_reset_nothing_is_presented_but_what_has_come_since_and_the_rest_goes_when_all_has_come(ResetReason reason)
    {
        Hold(Row("a", 3, 30), Row("b", 9, 20), Row("c", 4, 10));
        Connect();
        Receive(new Reset(_subscription, reason, 0) { Epochs = [new EpochStart(2, 1)] });
        Assert.Equal(["a", "b", "c"], Shown());
        Assert.Empty(Connect().Window);

        Step(Cursor.Start, At(20, 2), [Row("a", 7, 35)]);
        var again = Connect();

        Assert.Null(again.From);
        Assert.Equal(reason == ResetReason.TooOld ? [At(20, 2), At(9)] : [At(20, 2)], again.Seen);
        Assert.Equal([new("a", 7)], again.Window);
        Page(Cursor.Start, At(20, 2), [Row("d", 8, 5)]);
        Assert.Equal(["a", "d"], Shown());
        Assert.Equal([new("a", 7), new("d", 8)], Connect().Window);
    }

    [Fact, Trait("Invariant", "INV-REP-2")]
    public void A_write_moves_a_row_at_once_and_the_server_fills_the_place()
    {
        Hold(Row("a", 3, 30), Row("b", 9, 20), Row("c", 4, 10));
        Connect();

        var op = Patch("a", 1);
        Assert.Equal(["b", "c", "a"], Shown());
        Settle(op, 21);
        Assert.Equal(["b", "c", "a"], Shown());
        Page(At(9), At(21), [Row("d", 5, 8)], ["a"]);

        Assert.Equal(["b", "c", "d"], Shown());
        Assert.Empty(_store.Load().Ops);
    }

    [Fact, Trait("Invariant", "INV-REP-2")]
    public void A_write_of_a_record_outside_leaves_the_log_when_the_window_has_reached_it_and_not_before()
    {
        Hold(Row("a", 3, 30), Row("b", 9, 20), Row("c", 4, 10));
        Connect();
        var op = Set("new", 25);
        Assert.Equal(["a", "new", "b"], Shown());

        Settle(op, 21);
        Step(At(9), At(30), [Row("d", 28, 70)], ["c"]);
        Step(At(9), At(31), [Row("e", 29, 60)], ["b"]);
        Assert.Equal(["d", "e", "a"], Shown());
        Assert.Single(_store.Load().Ops);

        Page(At(9), At(31), [Row("f", 30, 50)], ["a"]);
        Assert.Equal(["d", "e", "f"], Shown());
        Assert.Empty(_store.Load().Ops);
        Assert.Empty(_replica.Rejections);
    }

    [Fact, Trait("Invariant", "INV-REP-2")]
    public void A_write_that_the_window_has_by_a_step_leaves_the_log_there()
    {
        Hold(Row("a", 3, 30), Row("b", 9, 20), Row("c", 4, 10));
        Connect();
        var op = Set("new", 25);
        Settle(op, 21);

        Step(At(9), At(30), [Row("new", 21, 25)], ["c"]);

        Assert.Empty(_store.Load().Ops);
        Assert.Equal(["a", "new", "b"], Shown());
    }

    [Fact, Trait("Invariant", "INV-OPS-3")]
    public void A_result_that_comes_again_after_the_page_that_included_it_waits_for_nothing()
    {
        Hold(Row("a", 3, 30));
        var op = Set("outside", 1);
        Connect();
        Page(At(9), At(40), []);

        Settle(op, 21);

        Assert.Empty(_store.Load().Ops);
    }

    [Fact, Trait("Invariant", "INV-OPS-3")]
    public void After_a_restore_the_history_says_of_a_write_outside_the_window_whether_it_is_lost()
    {
        Hold(Row("a", 3, 30), Row("b", 9, 20), Row("c", 4, 10));
        Connect();
        Settle(Set("y", 1), 21);
        var outside = Set("z", 1);
        Settle(outside, 22);
        var inside = Patch("a", 35);
        Settle(inside, 23);

        Connect();
        Receive(new Reset(_subscription, ResetReason.LostBranch, 21) { Epochs = [new EpochStart(1, 1), new EpochStart(2, 22)] });
        Page(Cursor.Start, At(30, 2), [Row("a", 25, 30), Row("b", 9, 20), Row("c", 4, 10)]);

        Assert.Equal([outside.OpId, inside.OpId], _replica.Rejections.Select(rejection => rejection.OpId));
        Assert.All(_replica.Rejections, rejection => Assert.Equal(RejectionCode.LostByRestore, rejection.Code));
        Assert.Empty(_store.Load().Ops);
    }

    [Fact]
    public void A_server_that_keeps_no_windows_is_asked_for_none_and_the_part_says_so()
    {
        MapQuery[] windows = [Top, Top with { Limit = null }, MapQuery.All with { After = new QueryPosition([], "k") }];
        foreach (var query in windows) _replica.Hold(Map, query);
        var plain = _replica.Hold(Map, MapQuery.All with { Where = new ExistsPredicate(Score) });

        Meet([Features.Query], SyncLimits.Default);

        Assert.Equal(plain.Query, Assert.IsType<Subscribe>(_session.Next(Now)).Query);
        Assert.Null(_session.Next(Now));
        foreach (var part in _replica.PartsOf(Map).Where(part => part.Id != plain.Id)) Assert.Equal(ErrorCode.VersionUnsupported, _session.WhyEnded(part)?.Code);
        Assert.Null(_session.WhyEnded(plain));
    }

    [Fact]
    public void More_rows_than_are_kept_in_step_are_refused_by_name_value_and_bound()
    {
        var error = Assert.Throws<SyncException>(() => _replica.Hold(Map, Top with { Limit = 1_001 }));
        Assert.Equal(ErrorCode.LimitExceeded, error.Error.Code);
        Assert.Contains("Limit of a part of 1,001; at most 1,000", error.Message);
        Assert.Empty(_replica.PartsOf(Map));

        // Held before the server said what it accepts.
        var part = _replica.Hold(Map, Top with { Limit = 1_000 });
        Meet([Features.Query, Features.Window], SyncLimits.Default with { MaxWindowRows = 500 });
        Assert.Null(_session.Next(Now));
        Assert.Equal(ErrorCode.LimitExceeded, _session.WhyEnded(part)?.Code);
        Assert.Contains("1,000; at most 500", _session.WhyEnded(part)!.Message);
        Assert.Throws<SyncException>(() => _replica.Hold(Map, Top with { Limit = 501 }));
    }

    [Fact]
    public void A_window_whose_keys_are_too_long_for_a_frame_comes_anew()
    {
        var keys = Enumerable.Range(0, 3).Select(i => new string((char)('a' + i), 400)).ToArray();
        Hold(Row(keys[0], 3, 30), Row(keys[1], 9, 20), Row(keys[2], 4, 10));

        var again = Connect(SyncLimits.Default with { MaxFrameBytes = 2_000 });

        Assert.Null(again.From);
        Assert.Empty(again.Window);
        Assert.Equal(keys, Shown());
        Page(Cursor.Start, At(30), [Row(keys[1], 9, 20)]);
        Assert.Equal([keys[1]], Shown());
    }

    [Fact]
    public void A_record_that_another_part_holds_without_the_sort_field_is_not_taken_for_one_that_lacks_it()
    {
        var low = MapQuery.All with { Sort = [new SortField(Score)], Limit = 1 };
        var names = _replica.Hold(Map, MapQuery.All with { Fields = [FieldPath.Of("name")] });
        _replica.Hold(Map, low);
        Meet([Features.Query, Features.Window], SyncLimits.Default);
        Assert.IsType<Subscribe>(_session.Next(Now));
        Assert.IsType<Subscribe>(_session.Next(Now));
        Receive(new ChangePage(1, Cursor.Start, At(9), false, [Row("a", 3, null), Row("b", 4, null)]));
        Assert.False(_replica.CanJudge(Map, "a", low));

        Receive(new ChangePage(2, Cursor.Start, At(9), false, [Row("b", 4, 10)]));

        Assert.Equal(["b"], Shown(low));
        Assert.Equal(["a", "b"], Shown(MapQuery.All));
        Assert.NotNull(names);
    }

    [Fact]
    public void A_write_to_a_record_that_is_not_held_is_shown_where_it_says_all_that_the_query_looks_at()
    {
        var low = MapQuery.All with { Sort = [new SortField(Score)], Limit = 3 };
        _replica.Hold(Map, low);
        Connect();
        Page(Cursor.Start, At(9), [Row("a", 3, 30), Row("b", 9, 40), Row("c", 4, 50)]);

        // It may have a score that is not known here.
        _replica.Patch(Map, "named", Value.Object(("name", "n")).Fields, [], Now);
        Assert.Equal(["a", "b", "c"], Shown());
        _replica.Patch(Map, "scored", Value.Object(("score", 35L)).Fields, [], Now);
        Assert.Equal(["a", "scored", "b"], Shown());
        _replica.Set(Map, "whole", Value.Object(("name", "n")), Now);
        Assert.Equal(["whole", "a", "scored"], Shown());
        Assert.Equal(Value.Object(("name", "n")), _replica.Get(Map, "named"));
    }

    [Fact]
    public void A_count_of_a_counter_that_is_not_held_is_not_taken_for_its_sum()
    {
        var low = MapQuery.All with { Sort = [new SortField(FieldPath.Of())], Limit = 2 };
        _replica.Hold(Map, low);
        Connect();
        Page(Cursor.Start, At(9), [Counter("a", 3, 5), Counter("b", 9, 7)]);

        _replica.Write(Map, _replica.IntendCount(Map, "z", 1), Now);
        _replica.Write(Map, _replica.IntendCount(Map, "a", 3), Now);

        Assert.Equal(["b", "a"], Shown());
        Assert.Equal(Value.Of(8L), _replica.Get(Map, "a"));
    }

    private static Cursor At(long version, ulong epoch = Epoch) => new(epoch, version);

    // Holds the top, and has come to version 9.
    private void Hold(params ChangedRecord[] rows)
    {
        _replica.Hold(Map, Top);
        Connect();
        Page(Cursor.Start, At(9), rows);
    }

    private Subscribe Connect(SyncLimits? limits = null)
    {
        Meet([Features.Query, Features.Window, Features.Counter], limits ?? SyncLimits.Default);
        var subscribe = Assert.IsType<Subscribe>(_session.Next(Now));
        _subscription = subscribe.SubscriptionId;
        return subscribe;
    }

    private void Meet(string[] features, SyncLimits limits)
    {
        _session = new ReplicaSession(_replica, [], "test");
        foreach (var part in _replica.PartsOf(Map)) _session.Subscribe(part);
        Assert.IsType<Hello>(_session.Next(Now));
        Receive(new Welcome(1, features, limits, _nowMs, "ann", 25_000));
    }

    private void Step(Cursor from, Cursor head, ChangedRecord[] rows, string[]? gone = null)
        => Receive(new ChangePage(_subscription, from, from, true, rows) { Gone = gone ?? [], Head = head });

    private void Page(Cursor from, Cursor to, ChangedRecord[] rows, string[]? gone = null)
    {
        Receive(new ChangePage(_subscription, from, to, false, rows) { Gone = gone ?? [] });
        Receive(new CaughtUp(_subscription, to));
    }

    private void Receive(ServerFrame frame) => _session.Receive(frame, Now);

    private ChangedRecord Row(string key, long version, long? score)
    {
        var value = score is { } points ? Value.Object(("name", key), ("score", points)) : Value.Object(("name", key));
        return new(key, version, _codec.Encode(LwwMerge.Apply(Record.Never, new ReplaceWrite(key, WriteBase.Unknown, value), new HlcTimestamp(version, 0, "other~1")).Record));
    }

    private ChangedRecord Counter(string key, long version, long sum)
        => new(key, version, _codec.Encode(CounterMerge.Apply(Record.Never, new CountWrite(key, sum), new HlcTimestamp(version, 0, "other~1")).Record));

    private LoggedOp Patch(string key, long score) => Send(_replica.Patch(Map, key, Value.Object(("score", score)).Fields, [], Now));

    private LoggedOp Set(string key, long score)
    {
        var op = _replica.Set(Map, key, Value.Object(("name", key), ("score", score)), Now);
        return _session is null ? op : Send(op);
    }

    private LoggedOp Send(LoggedOp op)
    {
        Assert.IsType<OpBatch>(_session.Next(Now));
        return op;
    }

    private void Settle(LoggedOp op, long version)
        => Receive(new OpResults(Map, op.Writer, Epoch, [new OpResult(op.Number, op.OpId, OpResultCode.Applied, version)]));

    private IEnumerable<string> Shown() => Shown(Part.Query);

    private IEnumerable<string> Shown(MapQuery query) => query.Run(_replica.Scan(Map, null, 1_000, out _, query)).Rows.Select(row => row.Key);
}
