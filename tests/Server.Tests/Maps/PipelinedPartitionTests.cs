using System.Runtime.CompilerServices;
using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Sync;
using TopGun.Protocol.Records;
using Record = TopGun.Core.Maps.Record;

namespace TopGun.Server.Tests.Maps;

/// <summary>A partition under load: there is always a commit on its way, and more that is judged on top of it.</summary>
public class PipelinedPartitionTests
{
    private const string Map = "notes";
    private const long NowMs = ManualTime.NewYear;
    private const long DayMs = 24L * 60 * 60 * 1000;

    private readonly WatchedCodec _codec = new();
    private readonly Partition _partition;

    public PipelinedPartitionTests()
    {
        _partition = new Partition(PartitionId.Of(Map), StoredPartition.Empty, 1, new PartitionOptions(), _codec, new Access());
        _partition.Load(new StoredMap(Map, [], []));
    }

    [Fact]
    public void What_is_committed_holds_no_draft_of_it_any_more()
    {
        var writer = new TestWriter(Map);
        Execute(writer.NewOps(1));
        _partition.Seal(NowMs);
        for (var i = 0; i < 10; i++)
        {
            Execute(writer.NewOps(1));
            _partition.Publish();
            _partition.Seal(NowMs);
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        // All but the last ones, which are still on their way.
        Assert.True(_codec.Alive() <= 2, $"{_codec.Alive()} drafts are held.");
    }

    [Fact]
    public void A_result_that_a_commit_on_its_way_lets_go_is_no_longer_found()
    {
        TestWriter writer = new(Map), follower = new(Map, suffix: "follower");
        Execute(writer.Batch(writer.Make(null)));
        _partition.Seal(NowMs);
        _partition.Publish();

        writer.SettledThrough = 1;
        Execute(writer.Batch());
        _partition.Seal(NowMs);
        // The voided op would fell it, but it has no result any more; whether its commit has arrived must not matter.
        Execute(follower.Batch(follower.Make(new PatchWrite("a", WriteBase.Unknown, Core.Values.Value.Object(("x", 1)).Fields, []), new OpReference(writer.Id, 1))));
        _partition.Publish();
        _partition.Seal(NowMs);
        _partition.Publish();

        Assert.Equal(OpResultCode.Applied, _partition.Committed.ReadResults(Map, follower.Id, 0, 1)[0].Code);
    }

    [Fact, Trait("Invariant", "INV-OPS-2")]
    public void A_writer_that_settled_more_than_a_restored_server_knows_still_gets_its_results_again()
    {
        var writer = new TestWriter(Map);
        Execute(writer.NewOps(3));
        for (var lost = 4; lost <= 10; lost++) writer.Make(null);
        writer.SettledThrough = 10;
        var batch = writer.NewOps(2);
        Execute(batch);

        // The repeat comes before the first commit of them.
        var repeat = Execute(batch);

        Assert.Empty(repeat.Unrecorded);
        Assert.Equal(11, repeat.RepeatFrom);
    }

    [Fact, Trait("Invariant", "INV-OPS-1")]
    public void A_confirmation_of_a_forgotten_writer_does_not_make_it_a_known_one()
    {
        var writer = new TestWriter(Map) { FirstSentMs = NowMs - (60L * 24 * 60 * 60 * 1000) };
        for (var forgotten = 1; forgotten <= 4; forgotten++) writer.Make(null);
        writer.SettledThrough = 4;

        Execute(writer.Batch());
        Assert.Null(_partition.Seal(NowMs));
        var old = Execute(writer.NewOps(1));

        Assert.Equal(ErrorCode.WriterClosed, old.Stopped?.Error.Code);
    }

    [Fact, Trait("Invariant", "INV-OPS-1")]
    public void Nor_does_a_batch_that_came_too_early()
    {
        var writer = new TestWriter(Map);
        var early = writer.NewOps(2);
        Execute(early with { Ops = [early.Ops[1]] });
        var old = Execute(early with { FirstSentMs = NowMs - (60L * 24 * 60 * 60 * 1000) });

        Assert.Equal(ErrorCode.WriterClosed, old.Stopped?.Error.Code);
    }

    [Fact, Trait("Invariant", "INV-OPS-9")]
    public void A_writer_that_was_not_heard_of_for_too_long_is_forgotten()
    {
        var (silent, busy) = (new TestWriter(Map, suffix: "silent"), new TestWriter(Map, suffix: "busy"));
        Execute(silent.NewOps(2));
        Execute(busy.NewOps(1));
        Publish(NowMs);
        Execute(busy.NewOps(1));
        Publish(NowMs + 2 * DayMs);

        Assert.False(_partition.Collect(Map, NowMs + (61 * DayMs), 10));
        var forgotten = Assert.Single(Publish(NowMs + (61 * DayMs))!.Writers);

        Assert.Equal((silent.Id, true), (forgotten.Writer, forgotten.IsForgotten));
        Assert.Empty(_partition.Committed.ReadResults(Map, silent.Id, 0, 10));
        Assert.Equal(2, _partition.Committed.ReadResults(Map, busy.Id, 0, 10).Count);
        Assert.Equal(ErrorCode.WriterClosed, Execute(silent.NewOps(1) with { FirstSentMs = NowMs }, NowMs + (61 * DayMs)).Stopped?.Error.Code);
    }

    [Fact, Trait("Invariant", "INV-OPS-9")]
    public void Writers_are_forgotten_some_at_a_time()
    {
        for (var i = 0; i < 5; i++) Execute(new TestWriter(Map, suffix: $"w{i}").NewOps(1));
        Publish(NowMs);

        Assert.True(_partition.Collect(Map, NowMs + (61 * DayMs), 3));
        Assert.Equal(3, Publish(NowMs + (61 * DayMs))!.Writers.Count);
        Assert.False(_partition.Collect(Map, NowMs + (61 * DayMs), 3));
        Assert.Equal(2, Publish(NowMs + (61 * DayMs))!.Writers.Count);
    }

    [Fact, Trait("Invariant", "INV-OPS-1"), Trait("Invariant", "INV-OPS-9")]
    public void A_writer_that_comes_again_just_before_it_is_forgotten_is_remembered()
    {
        var writer = new TestWriter(Map);
        var batch = writer.NewOps(2);
        Execute(batch);
        Publish(NowMs);
        var lateMs = NowMs + (61 * DayMs);

        _partition.Collect(Map, lateMs, 10);
        var repeat = Execute(batch, lateMs);
        Execute(writer.NewOps(1), lateMs);
        Publish(lateMs);

        Assert.Equal(1, repeat.RepeatFrom);
        Assert.Equal(3, _partition.Committed.ReadResults(Map, writer.Id, 0, 10).Count);
    }

    [Fact, Trait("Invariant", "INV-OPS-1"), Trait("Invariant", "INV-OPS-9")]
    public void One_that_comes_while_the_commit_that_forgets_it_is_on_its_way_is_not_known()
    {
        var writer = new TestWriter(Map);
        var batch = writer.NewOps(2);
        Execute(batch);
        Publish(NowMs);
        var lateMs = NowMs + (61 * DayMs);
        _partition.Collect(Map, lateMs, 10);
        Assert.NotNull(_partition.Seal(lateMs));

        Assert.Equal(ErrorCode.WriterClosed, Execute(batch, lateMs).Stopped?.Error.Code);
        writer.SettledThrough = 2;
        var fresh = writer.NewOps(1) with { FirstSentMs = lateMs };
        Assert.Null(Execute(fresh, lateMs).Stopped);
        _partition.Publish();
        Publish(lateMs);

        Assert.Equal(3, Assert.Single(_partition.Committed.ReadResults(Map, writer.Id, 0, 10)).Number);
    }

    private PartitionCommit? Publish(long nowMs)
    {
        var commit = _partition.Seal(nowMs);
        if (commit is not null) _partition.Publish();
        return commit;
    }

    private BatchReceipt Execute(OpBatch batch, long nowMs) => _partition.Execute(batch, Access.Alice, nowMs);

    private BatchReceipt Execute(OpBatch batch) => _partition.Execute(batch, Access.Alice, NowMs);

    // Knows every record that was ever drafted, without holding it.
    private sealed class WatchedCodec : IRecordCodec
    {
        private readonly List<WeakReference> _records = [];

        public byte[] Encode(Record record)
        {
            _records.Add(new WeakReference(record));
            return RecordCodec.Instance.Encode(record);
        }

        public Record Decode(ReadOnlySpan<byte> bytes) => RecordCodec.Instance.Decode(bytes);

        [MethodImpl(MethodImplOptions.NoInlining)]
        public int Alive() => _records.Count(record => record.IsAlive);
    }
}
