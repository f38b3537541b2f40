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

/// <summary>What the simulation once found in what replicas show while their views come in steps, each as small as it can be told.</summary>
public sealed class ViewRegressions : RegressionBench
{
    // Of what was written to a record there is one place among the changes, the newest: what was written to it first lies below the
    // cursor of a step that does not have it.
    [Fact, Trait("Invariant", "INV-REP-2")]
    public void A_result_that_comes_during_a_step_does_not_hide_a_write_that_the_step_does_not_have()
    {
        var replica = Open();
        var session = Connect(replica, SyncLimits.Default, 10);
        session.Receive(new ChangePage(1, Cursor.Start, new Cursor(1, 10), false, [Changed(10, ("a", 1, 1))]), Wrong(11));
        session.Receive(new CaughtUp(1, new Cursor(1, 10)), Wrong(11));
        var op = Patch(replica, "a", 2, 12);
        session.Next(Wrong(13));

        session.Receive(new ChangePage(1, new Cursor(1, 10), new Cursor(1, 30), true, []), Wrong(14));
        session.Receive(Results(op, 20), Wrong(15));
        Assert.Equal(Value.Object(("a", 2)), replica.Get(Map, "k"));
        session.Receive(new ChangePage(1, new Cursor(1, 30), new Cursor(1, 40), false, [Changed(40, ("a", 3, 4_000_000_000_000))]), Wrong(16));

        Assert.Equal(Value.Object(("a", 3)), replica.Get(Map, "k"));
        Assert.Empty(Store.Load().Ops);
    }

    [Fact, Trait("Invariant", "INV-REP-2")]
    public void A_write_that_a_part_has_without_its_field_is_shown_while_the_whole_map_comes_in_steps()
    {
        var replica = Open();
        var part = replica.Hold(Map, MapQuery.All with { Where = new ExistsPredicate(FieldPath.Of("b")), Fields = [FieldPath.Of("b")] });
        var session = Connect(replica, SyncLimits.Default, 10, Features.Query);
        session.Subscribe(part);
        Assert.IsType<Subscribe>(session.Next(Wrong(10)));
        session.Receive(new ChangePage(1, Cursor.Start, new Cursor(1, 10), false, [Changed(10, ("a", 1, 1), ("b", 1, 1))]), Wrong(11));
        session.Receive(new ChangePage(2, Cursor.Start, new Cursor(1, 10), false, [Changed(10, ("b", 1, 1))]), Wrong(11));
        var op = Patch(replica, "a", 2, 12);
        session.Next(Wrong(13));
        session.Receive(Results(op, 20), Wrong(14));

        session.Receive(new ChangePage(2, new Cursor(1, 10), new Cursor(1, 20), true, [Changed(20, ("b", 1, 1))]), Wrong(15));
        // By now the record has changed again, and is not among these changes of the whole map.
        session.Receive(new ChangePage(1, new Cursor(1, 10), new Cursor(1, 30), true, []), Wrong(16));
        session.Receive(new ChangePage(2, new Cursor(1, 20), new Cursor(1, 30), true, []), Wrong(17));

        Assert.Equal(Value.Object(("a", 2), ("b", 1)), replica.Get(Map, "k"));
    }

    [Fact, Trait("Invariant", "INV-QRY-1")]
    public void The_head_of_a_step_of_a_part_is_named_beside_results_of_another_epoch()
    {
        var replica = Open();
        var part = replica.Hold(Map, MapQuery.All with { Fields = [FieldPath.Of("a")] });
        var session = Connect(replica, SyncLimits.Default, 10, Features.Query);
        session.Subscribe(part);
        Assert.IsType<Subscribe>(session.Next(Wrong(10)));
        // The record "k" has changed above the step, and is not in it.
        session.Receive(new ChangePage(2, Cursor.Start, new Cursor(1, 30), true, []) { Head = new Cursor(1, 50) }, Wrong(11));
        var op = replica.Set(Map, "another", Value.Object(("a", 1)), Wrong(12));

        // The server was restored without that change, and says so to nobody before the stream breaks.
        session = Connect(replica, SyncLimits.Default, 20, Features.Query);
        session.Receive(new OpResults(Map, op.Writer, 2, [new OpResult(op.Number, op.OpId, OpResultCode.Applied, 60)]), Wrong(21));
        session.Subscribe(Assert.Single(replica.PartsOf(Map)));
        var subscribe = Assert.IsType<Subscribe>(session.Next(Wrong(22)));

        Assert.Equal(new Cursor(1, 30), subscribe.From);
        Assert.Equal([new Cursor(2, 60), new Cursor(1, 50)], subscribe.Seen);
        session.Receive(Restored.Reset(2, 45, 1), Wrong(23));
        session.Receive(new ChangePage(2, Cursor.Start, new Cursor(2, 60), false, [Changed(25, ("a", 1, 1))]), Wrong(23));
        Assert.Equal(Value.Object(("a", 1)), replica.Get(Map, "k"));
    }

    [Fact, Trait("Invariant", "INV-OPS-3")]
    public void What_stands_at_the_version_of_a_lost_write_in_a_part_with_its_field_is_not_taken_for_it()
    {
        var replica = Open();
        var part = replica.Hold(Map, MapQuery.All with { Fields = [FieldPath.Of("a")] });
        var session = ConnectParts(replica, part);
        session.Receive(new ChangePage(1, Cursor.Start, new Cursor(1, 5), false, [Changed(5, ("a", 1, 1))]), Wrong(11));
        var op = Patch(replica, "a", 2, 12);
        session.Receive(Results(op, 6), Wrong(13));

        session = ConnectParts(replica, part);
        session.Receive(Restored.Reset(1, 5, 1), Wrong(20));
        session.Receive(new ChangePage(1, Cursor.Start, new Cursor(2, 7), false, [Changed(6, ("a", 3, 4_000_000_000_000))]), Wrong(21));
        session.Receive(new CaughtUp(1, new Cursor(2, 7)), Wrong(21));

        Assert.Equal(RejectionCode.LostByRestore, Assert.Single(replica.Rejections).Code);
    }

    [Fact, Trait("Invariant", "INV-OPS-3")]
    public void A_lost_write_is_told_of_when_the_part_that_was_behind_is_given_up()
    {
        var replica = Open();
        var synced = replica.Hold(Map, MapQuery.All with { Fields = [FieldPath.Of("a")] });
        var behind = replica.Hold(Map, MapQuery.All with { Fields = [FieldPath.Of("b")] });
        var session = ConnectParts(replica, synced, behind);
        session.Receive(new ChangePage(1, Cursor.Start, new Cursor(1, 5), false, [Changed(5, ("a", 1, 1))]), Wrong(11));
        var op = Patch(replica, "a", 2, 12);
        session.Receive(Results(op, 6), Wrong(13));
        session.Receive(new ChangePage(2, Cursor.Start, new Cursor(1, 6), false, [Changed(6, ("b", 1, 1))]), Wrong(14));

        session = ConnectParts(replica, synced, behind);
        session.Receive(Restored.Reset(1, 5, 1), Wrong(20));
        session.Receive(Restored.Reset(2, 5, 1), Wrong(20));
        session.Receive(new ChangePage(1, Cursor.Start, new Cursor(2, 7), false, [Changed(5, ("a", 1, 1))]), Wrong(21));
        session.Receive(new CaughtUp(1, new Cursor(2, 7)), Wrong(21));
        Assert.Empty(replica.Rejections);
        session.Unsubscribe(behind);
        replica.Release(Map, behind.Query);

        Assert.Equal(RejectionCode.LostByRestore, Assert.Single(replica.Rejections).Code);
        Assert.Empty(Store.Load().Ops);
    }

    [Fact, Trait("Invariant", "INV-REP-2")]
    public void What_was_removed_is_not_shown_again_where_one_part_has_come_further_and_the_server_has_forgotten_the_removal()
    {
        var replica = Open();
        var first = replica.Hold(Map, MapQuery.All with { Fields = [FieldPath.Of("a")] });
        var behind = replica.Hold(Map, MapQuery.All with { Fields = [FieldPath.Of("b")] });
        var session = ConnectParts(replica, first, behind);
        session.Receive(Results(replica.Set(Map, "k", Value.Object(("a", 1), ("b", 1)), Wrong(11)), 6), Wrong(12));
        session.Receive(Results(replica.Set(Map, "k", null, Wrong(13)), 7), Wrong(14));
        var last = Patch(replica, "a", 2, 15);
        session.Receive(Results(last, 8), Wrong(16));
        Assert.Equal(Value.Object(("a", 2)), replica.Get(Map, "k"));

        session.Receive(new ChangePage(1, Cursor.Start, new Cursor(1, 8), false, [Changed(8, ("a", 2, last.At.Millis))]), Wrong(17));

        Assert.Equal(3, Store.Load().Ops.Count);
        Assert.Equal(Value.Object(("a", 2)), replica.Get(Map, "k"));
    }

    [Fact]
    public void A_result_of_what_the_state_included_before_a_restart_waits_for_no_page()
    {
        var replica = Open();
        var session = Connect(replica, SyncLimits.Default, 10);
        var op = Patch(replica, "a", 2, 11);
        session.Next(Wrong(12));
        session.Receive(new ChangePage(1, Cursor.Start, new Cursor(1, 20), false, [Changed(20, ("a", 3, 4_000_000_000_000))]), Wrong(13));

        session = Connect(Open(), SyncLimits.Default, 20);
        session.Next(Wrong(21));
        session.Receive(Results(op, 10), Wrong(22));
        session.Receive(new CaughtUp(1, new Cursor(1, 20)), Wrong(23));

        Assert.Empty(Store.Load().Ops);
    }
}
