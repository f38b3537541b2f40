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
