using System.Collections.Frozen;
using TopGun.Core.Access;
using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Sessions;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Protocol.Records;
using TopGun.Simulation.Server;

namespace TopGun.Simulation.Regressions;

/// <summary>What the simulation once found in partitions and server sessions, each as small as it can be told.</summary>
public sealed class PartitionRegressions
{
    private const string Map = "notes";
    private const long NowMs = 1_700_000_000_000;
    private static readonly WriterId Writer = new("node1", "w1");
    private static readonly Principal User = new("ann", FrozenSet<string>.Empty, ObjectValue.Empty);

    [Fact]
    public void An_op_that_its_writer_dates_below_its_last_one_is_raised_and_not_refused()
    {
        var partition = NewPartition();
        Commit(partition, Batch(0, Set(1, NowMs)));

        Commit(partition, Batch(0, Set(2, NowMs - 1)));

        var result = Assert.Single(partition.Committed.ReadResults(Map, Writer, 1, 10));
        Assert.Equal(OpResultCode.Applied, result.Code);
        Assert.Equal(new(NowMs, 1, Writer.ClockName), result.Stamped);
    }

    [Fact]
    public void A_clock_that_once_ran_ahead_does_not_refuse_the_ops_of_the_clock_put_right()
    {
        var partition = NewPartition();
        Commit(partition, Batch(0, Set(1, NowMs + 1_000_000)));

        Commit(partition, Batch(0, Set(2, NowMs - 5)));

        var result = Assert.Single(partition.Committed.ReadResults(Map, Writer, 1, 10));
        Assert.Equal(OpResultCode.Superseded, result.Code);
        Assert.Null(result.Stamped);
    }

    [Fact]
    public void A_result_that_nobody_has_is_not_looked_for_in_every_commit_since_the_last_pause()
    {
        var partition = NewPartition();
        var other = Batch(0, Set(1, NowMs)) with { Writer = new WriterId("node1", "w2") };
        Commit(partition, other);
        Commit(partition, other with { SettledThrough = 1, Ops = [] });
        for (var number = 1; number <= 10_000; number++)
        {
            partition.Execute(Batch(number - 1, Set(number, NowMs + number / 1000)), User, NowMs);
            if (partition.IsCommitting) partition.Publish();
            partition.Seal(NowMs);
        }

        // A look through all of them would be deeper than this stack, and end the process.
        const int StackBytes = 256 << 10;
        var plain = Set(10_001, NowMs + 300);
        var next = Batch(10_000, plain with { Writes = [plain.Writes[0] with { After = new OpReference(other.Writer, 1) }] });
        BatchReceipt? receipt = null;
        var thread = new Thread(() => receipt = partition.Execute(next, User, NowMs), StackBytes);
        thread.Start();
        thread.Join();

        Assert.Null(receipt!.Stopped);
    }

    [Fact]
    public void A_result_recorded_after_a_jump_of_settled_through_in_the_same_commit_is_found()
    {
        var partition = NewPartition();
        partition.Execute(Batch(0, Set(1, NowMs)), User, NowMs);
        partition.Execute(Batch(7, Set(8, NowMs + 1)), User, NowMs);

        var receipt = partition.Execute(Batch(7, Set(8, NowMs + 1)), User, NowMs);

        Assert.Empty(receipt.Unrecorded);
        Assert.Equal(8, receipt.RepeatFrom);
    }

    [Fact]
    public void A_copy_of_a_device_whose_results_another_copy_confirmed_is_told_to_ask_again()
    {
        var partition = NewPartition();
        var session = new ServerSession(User, Writer.NodeId, SyncLimits.Default, new Rules(), RecordCodec.Instance);
        session.Receive(new Subscribe(1, Map, null, [new WriterPosition(Writer, 1)]));
        Commit(partition, Batch(0, Set(1, NowMs)));
        Commit(partition, Batch(1, Set(2, NowMs + 1)));

        var frames = session.Pull(Map, partition.Committed, 4096).Read();

        Assert.Equal(1, Assert.IsType<BatchStopped>(frames[0]).NextNumber);
        Assert.Equal(2, Assert.Single(Assert.IsType<OpResults>(frames[1]).Results).Number);
    }

    private static Partition NewPartition()
    {
        var partition = new Partition(PartitionId.Of(Map), StoredPartition.Empty, 1, new PartitionOptions(), RecordCodec.Instance, new Rules());
        partition.Load(new StoredMap(Map, [], []));
        return partition;
    }

    private static void Commit(Partition partition, OpBatch batch)
    {
        partition.Execute(batch, User, NowMs);
        Assert.NotNull(partition.Seal(NowMs));
        partition.Publish();
    }

    private static OpBatch Batch(long settledThrough, params Op[] ops) => new(Map, Writer, settledThrough, NowMs, ops);

    private static Op Set(long number, long millis)
        => new(number, (ulong)number, millis, 0, null, new ValueWrite("k", WriteBase.Unknown, Value.Of(number)));
}
