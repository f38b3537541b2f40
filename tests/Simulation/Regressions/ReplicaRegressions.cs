using TopGun.Core.Maps;
using TopGun.Core.Queries;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Core.Values;
using TopGun.Protocol.Records;
using TopGun.Simulation.Restores;
using TopGun.Simulation.World;

namespace TopGun.Simulation.Regressions;

/// <summary>What the simulation once found in the op logs of replicas, each as small as it can be told.</summary>
public sealed class ReplicaRegressions : RegressionBench
{
    [Fact]
    public void An_op_does_not_fall_behind_an_earlier_one_when_that_is_sent_first()
    {
        var replica = Open();
        var limits = SyncLimits.Default with { MaxBatchOps = 1 };
        replica.Set(Map, "k", "first", Wrong(0));
        replica.Set(Map, "k", "second", Wrong(1));

        var session = Connect(replica, limits, 10);
        Assert.IsType<OpBatch>(session.Next(Wrong(20)));

        Assert.Equal(Value.Of("second"), replica.Get(Map, "k"));
    }

    [Fact]
    public void What_is_written_after_a_write_was_given_up_does_not_build_on_it()
    {
        var replica = Open();
        var given = replica.Set(Map, "k", Value.Object(("a", 1)), Wrong(0));
        replica.GiveUp(Map, given.Writer, given.Number);

        Assert.Null(replica.Set(Map, "k", Value.Object(("a", 2)), Wrong(1)).Writes[0].After);
    }

    [Fact, Trait("Invariant", "INV-OPS-5")]
    public void A_result_that_an_op_without_a_result_names_is_not_confirmed()
    {
        var replica = Open();
        var first = replica.Set(Map, "k", Value.Object(("a", 1)), Wrong(0));
        replica.Patch(Map, "k", new Dictionary<string, Value> { ["a"] = 2 }, [], Wrong(1));
        var session = Connect(replica, SyncLimits.Default with { MaxBatchOps = 1 }, 10);
        session.Next(Wrong(11));

        session.Receive(Result(first, OpResultCode.Forbidden), Wrong(12));

        var batch = Assert.IsType<OpBatch>(session.Next(Wrong(13)));
        Assert.Equal(0, batch.SettledThrough);
        Assert.Equal(new OpReference(first.Writer, first.Number), Assert.Single(batch.Ops).Writes[0].After);
    }

    [Fact, Trait("Invariant", "INV-OPS-5")]
    public void An_accepted_op_is_named_no_more_and_its_result_can_be_confirmed()
    {
        var replica = Open();
        var limits = SyncLimits.Default with { MaxBatchOps = 1 };
        var first = replica.Set(Map, "k", "first", Wrong(0));
        replica.Set(Map, "k", "second", Wrong(1));
        var session = Connect(replica, limits, 10);
        session.Next(Wrong(11));

        session.Receive(Result(first, OpResultCode.Applied), Wrong(12));

        var batch = Assert.IsType<OpBatch>(session.Next(Wrong(13)));
        Assert.Equal(1, batch.SettledThrough);
        Assert.Null(Assert.Single(batch.Ops).Writes[0].After);
    }

    [Fact]
    public void What_builds_on_a_refused_op_is_given_up_when_the_server_waits_for_confirmations()
    {
        var replica = Open();
        var first = replica.Set(Map, "k", Value.Object(("a", 1)), Wrong(0));
        replica.Patch(Map, "k", new Dictionary<string, Value> { ["a"] = 2 }, [], Wrong(1));
        var session = Connect(replica, SyncLimits.Default with { MaxBatchOps = 1, MaxUnconfirmedResults = 1 }, 10);
        session.Next(Wrong(11));
        session.Receive(Result(first, OpResultCode.Forbidden), Wrong(12));

        session.Receive(new BatchStopped(Map, first.Writer, new SyncError(ErrorCode.RateLimited, "", 100), 2), Wrong(13));

        var batch = Assert.IsType<OpBatch>(session.Next(Wrong(200)));
        Assert.Equal(1, batch.SettledThrough);
        Assert.True(Assert.Single(batch.Ops).IsVoid);
    }

    [Fact]
    public void What_builds_on_a_refused_op_is_sent_and_not_given_up_when_the_server_asks_to_wait_for_another_reason()
    {
        var replica = Open();
        var first = replica.Set(Map, "k", Value.Object(("a", 1)), Wrong(0));
        replica.Patch(Map, "k", new Dictionary<string, Value> { ["a"] = 2 }, [], Wrong(1));
        var session = Connect(replica, SyncLimits.Default with { MaxBatchOps = 1 }, 10);
        session.Next(Wrong(11));
        session.Receive(Result(first, OpResultCode.MergeRejected), Wrong(12));

        session.Receive(new BatchStopped(Map, first.Writer, new SyncError(ErrorCode.RateLimited, "The resolvers took their share.", 100), 2), Wrong(13));

        // It gets PRIOR_REJECTED, and the inbox says why: its user did not give it up.
        var op = Assert.Single(Assert.IsType<OpBatch>(session.Next(Wrong(200))).Ops);
        Assert.False(op.IsVoid);
        Assert.Equal(new OpReference(first.Writer, 1), op.Writes[0].After);
    }

    [Fact]
    public void An_op_stays_above_one_before_it_that_the_server_stamped()
    {
        var replica = Open();
        replica.Set(Map, "k", "first", Wrong(0));
        replica.Set(Map, "k", "second", Wrong(1));
        replica.Set(Map, "k", "third", Wrong(2));
        var session = Connect(replica, SyncLimits.Default, 10);
        var batch = Assert.IsType<OpBatch>(session.Next(Wrong(11)));

        var stamped = new HlcTimestamp(NowMs + 400, 0, "~1");
        session.Receive(new OpResults(Map, batch.Writer, 1, [new OpResult(1, batch.Ops[0].OpId, OpResultCode.Applied, 1, stamped)]), Wrong(12));

        Assert.Equal(Value.Of("third"), replica.Get(Map, "k"));
    }

    [Fact]
    public void Numbers_of_a_batch_follow_on_each_other_though_results_came_out_of_turn()
    {
        var replica = Open();
        LoggedOp[] ops = [.. Enumerable.Range(1, 3).Select(i => replica.Set(Map, $"k{i}", i, Wrong(i)))];
        var session = Connect(replica, SyncLimits.Default, 10);
        session.Next(Wrong(11));
        session.Receive(Result(ops[1], OpResultCode.Applied), Wrong(12));

        var again = Connect(replica, SyncLimits.Default, 20);

        Assert.Equal([1L], Numbers(again.Next(Wrong(21))));
        Assert.Equal([3L], Numbers(again.Next(Wrong(22))));
    }

    [Fact]
    public void Ops_that_were_logged_again_get_their_results_after_a_restart()
    {
        var first = Open();
        var old = first.Set(Map, "k1", "old", Wrong(0));
        var second = Open();
        second.Set(Map, "k2", "new", Wrong(1));
        var session = Connect(second, SyncLimits.Default, 10);
        session.Receive(new BatchStopped(Map, old.Writer, new SyncError(ErrorCode.WriterClosed, ""), 1), Wrong(11));

        var third = Open();
        var batch = Assert.IsType<OpBatch>(Connect(third, SyncLimits.Default, 20).Next(Wrong(21)));

        Assert.Equal([1L, 2L], Numbers(batch));
    }

    [Fact]
    public void What_was_never_sent_does_not_become_unknown_with_what_was_sent_long_ago()
    {
        const long DayMs = 24L * 60 * 60 * 1000;
        var replica = Open();
        var sent = replica.Set(Map, "k1", "sent", Wrong(0));
        Connect(replica, SyncLimits.Default, 10).Next(Wrong(11));
        var never = replica.Set(Map, "k2", "never sent", Wrong(12));

        var session = Connect(replica, SyncLimits.Default, 61 * DayMs);
        Assert.Equal([sent.Number], Numbers(session.Next(Wrong(61 * DayMs + 1))));
        Assert.Null(session.Next(Wrong(61 * DayMs + 2)));
        session.Receive(new BatchStopped(Map, sent.Writer, new SyncError(ErrorCode.WriterClosed, ""), 1), Wrong(61 * DayMs + 3));

        Assert.Equal((RejectionCode.OutcomeUnknown, sent.OpId), (Assert.Single(replica.Rejections).Code, Assert.Single(replica.Rejections).OpId));
        var batch = Assert.IsType<OpBatch>(session.Next(Wrong(61 * DayMs + 4)));
        Assert.NotEqual(sent.Writer, batch.Writer);
        Assert.Equal("k2", Assert.Single(batch.Ops).Writes[0].Write.Key);
        Assert.Equal(never.Keys, batch.Ops[0].Writes.Select(part => part.Write.Key));
    }

    [Fact]
    public void A_given_up_op_that_took_effect_shows_until_its_page_comes()
    {
        var replica = Open();
        var op = replica.Set(Map, "k", "kept", Wrong(0));
        var session = Connect(replica, SyncLimits.Default, 10);
        session.Next(Wrong(11));
        replica.GiveUp(Map, op.Writer, op.Number);

        session.Receive(Result(op, OpResultCode.Applied), Wrong(12));

        Assert.Equal(Value.Of("kept"), replica.Get(Map, "k"));
    }

    [Fact]
    public void A_gap_in_the_numbers_does_not_part_an_op_from_the_refused_one_that_it_builds_on()
    {
        var replica = Open();
        var first = replica.Set(Map, "k", Value.Object(("a", 1)), Wrong(0));
        replica.Patch(Map, "k", new Dictionary<string, Value> { ["b"] = 2 }, [], Wrong(1));
        var session = Connect(replica, SyncLimits.Default with { MaxBatchOps = 1 }, 10);
        session.Next(Wrong(11));
        session.Next(Wrong(12));
        session.Receive(Result(first, OpResultCode.Forbidden), Wrong(13));

        session.Receive(new BatchStopped(Map, first.Writer, new SyncError(ErrorCode.OutOfOrder, ""), 2), Wrong(14));

        var again = Assert.Single(Assert.IsType<OpBatch>(session.Next(Wrong(200))).Ops);
        Assert.Equal(new OpReference(first.Writer, first.Number), again.Writes[0].After);
    }

    [Fact]
    public void A_slow_answer_does_not_shift_a_clock_that_was_measured_well()
    {
        const int HeartbeatMs = 25_000;
        const int LateMs = 10_000;
        var replica = Open();
        var session = Connect(replica, SyncLimits.Default, 10);
        var ping = Assert.IsType<Ping>(session.Next(Wrong(10 + HeartbeatMs)));

        // The server read its clock at once; its answer waited behind a page.
        session.Receive(new Pong(ping.Nonce, NowMs + 10 + HeartbeatMs), Wrong(10 + HeartbeatMs + LateMs));

        replica.Set(Map, "k", 1, Wrong(40_000));
        var op = Assert.Single(Assert.IsType<OpBatch>(session.Next(Wrong(40_001))).Ops);
        Assert.Equal(NowMs + 40_000, op.Millis);
    }

    [Fact]
    public void What_is_settled_after_a_restore_is_not_taken_for_lost_with_the_old_history()
    {
        var replica = Open();
        var lost = replica.Set(Map, "k1", "lost", Wrong(0));
        var kept = replica.Set(Map, "k2", "kept", Wrong(1));
        var session = Connect(replica, SyncLimits.Default with { MaxBatchOps = 1 }, 10);
        session.Next(Wrong(11));
        session.Next(Wrong(12));
        session.Receive(Result(lost, OpResultCode.Applied), Wrong(13));
        session.Receive(Restored.Anew(1, 2), Wrong(14));

        // In the new history its key has moved on since.
        session.Receive(new OpResults(Map, kept.Writer, 2, [new OpResult(kept.Number, kept.OpId, OpResultCode.Applied, 5)]), Wrong(15));
        Assert.Equal(Value.Of("kept"), replica.Get(Map, "k2"));
        session.Receive(new ChangePage(1, Cursor.Start, new Cursor(2, 6), false, []), Wrong(16));
        session.Receive(new CaughtUp(1, new Cursor(2, 6)), Wrong(16));

        Assert.Equal("k1", Assert.Single(replica.Rejections).Key);
        Assert.Equal(RejectionCode.LostByRestore, replica.Rejections.Single().Code);
    }
}
