using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using TopGun.Core.Digests;
using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Sessions;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Core.Values;
using TopGun.Protocol.Records;
using TopGun.Server.Maps;
using TopGun.Server.Storage;
using Record = TopGun.Core.Maps.Record;

namespace TopGun.Server.Tests.Maps;

/// <summary>The digest of a large map is worked out in pieces, between which the map is written; and what is told is right all the same.</summary>
public class DigestPieceTests(ITestOutputHelper output)
{
    private const string Map = "notes";
    private const long StartMs = ManualTime.NewYear;

    private readonly TestWriter _writer = new(Map);
    private long _nowMs = StartMs;

    [Fact, Trait("Invariant", "INV-DIG-1"), Trait("Invariant", "INV-DIG-2")]
    public void Whatever_is_written_between_the_pieces_a_digest_is_of_the_state_that_the_frames_before_lead_to()
    {
        var told = 0;
        for (var seed = 1; seed <= 60; seed++)
        {
            try
            {
                told += Live(new Random(seed));
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"Seed {seed}.", failure);
            }
        }

        Assert.True(told > 600, $"Only {told} digests were told.");
    }

    // With TOPGUN_RECORDS=1000000 this is the measurement in docs/BENCHMARKS.md.
    [Theory, Trait("Invariant", "INV-DIG-2"), Trait("Invariant", "INV-DIG-5")]
    [InlineData(false)]
    [InlineData(true)]
    public void Others_have_their_turn_after_each_piece_of_bounded_size(bool isBurst)
    {
        const int Writes = 5;
        var records = int.Parse(Environment.GetEnvironmentVariable("TOPGUN_RECORDS") ?? "60000", CultureInfo.InvariantCulture);
        var steps = new PartitionOptions().DigestSteps;
        var codec = new CountingCodec();
        var partition = Make(new PartitionOptions(), codec, records);
        var toTake = records;
        if (isBurst)
        {
            while (partition.Committed.DigestOf(Map) is null) continue;
            toTake = records / 10;
            for (var i = 0; i < toTake; i += 1_000)
                Write(partition, _writer.Batch([.. Enumerable.Range(i, 1_000).Select(n => _writer.Set($"key-{n * 7 % records}", n))]));
        }

        var session = Session();
        session.Receive(new Subscribe(1, Map, partition.Committed.CursorAt(partition.Committed.Head), []));
        List<ServerFrame> frames = [];
        TimeSpan longest = default, all = default;
        var pieces = 0;
        for (; !frames.Any(frame => frame is CaughtUp); pieces++)
        {
            var before = codec.Decoded;
            var start = Stopwatch.GetTimestamp();
            var pulled = session.Pull(Map, partition.Committed, int.MaxValue);
            var took = Stopwatch.GetElapsedTime(start);
            (longest, all) = (took > longest ? took : longest, all + took);
            Assert.InRange(codec.Decoded - before, 0, steps);
            frames.AddRange(pulled.Read());
            if (pieces < Writes) Write(partition, _writer.NewOps(1));
        }

        output.WriteLine($"{toTake:N0} changes of {records:N0} records: {pieces} pieces, {all.TotalMilliseconds:N0} ms in all, {longest.TotalMilliseconds:N1} ms at once.");
        // Each change is looked at once; and of the records each is hashed about once, whatever is written meanwhile.
        Assert.InRange(pieces, (toTake + records / 2) / steps, (toTake + records) / steps + 2 * Writes);
        Assert.Equal(Writes, frames.OfType<ChangePage>().Sum(page => page.Records.Count));
        Assert.Equal(FromScratch(partition), frames.OfType<CaughtUp>().Single().Digest);
    }

    [Fact, Trait("Invariant", "INV-DIG-5")]
    public void The_more_bytes_records_have_the_fewer_of_them_a_piece_takes()
    {
        var partition = Make(new PartitionOptions { DigestSteps = 1_000 }, RecordCodec.Instance, 0);
        for (var i = 0; i < 40; i++) Write(partition, _writer.Batch(_writer.Set($"large-{i}", new string('x', 200_000))));
        var pieces = 1;
        for (; partition.Committed.DigestOf(Map) is null; pieces++) continue;
        Assert.InRange(pieces, 10, 20);

        Write(partition, _writer.Batch(_writer.Set("large-7", "small")));
        Assert.Equal(FromScratch(partition), partition.Committed.DigestOf(Map));
    }

    [Fact(Timeout = 60_000), Trait("Invariant", "INV-DIG-5")]
    public async Task A_commit_that_waits_goes_before_the_next_piece()
    {
        await using var store = new MemoryStore();
        var settings = new PartitionSettings(new PartitionOptions(), RecordCodec.Instance, new Access(), new ManualTime());
        var owned = new OwnedPartition(PartitionId.Of(Map), store, settings, NullLogger.Instance);
        await owned.PrepareAsync(Map);
        owned.Partition.Execute(_writer.NewOps(1), Access.Alice, StartMs);
        Assert.NotNull(owned.Partition.Seal(StartMs));
        var publishing = new Thread(() => owned.Publish());

        owned.Read(partition =>
        {
            publishing.Start();
            // It waits for the lock that is held here.
            while (!publishing.ThreadState.HasFlag(System.Threading.ThreadState.WaitSleepJoin)) Thread.Yield();
            return partition.Head;
        });
        owned.GiveWay();

        Assert.Equal(1, owned.Read(partition => partition.Head));
        publishing.Join();
    }

    // Writes, removes, forgets, and follows the map meanwhile; returns how often a digest was told and compared.
    private int Live(Random random)
    {
        const long RetentionMs = 100_000;
        var told = 0;
        var partition = Make(new PartitionOptions { DigestSteps = 1 + random.Next(60), TombstoneRetentionMs = RetentionMs }, RecordCodec.Instance, random.Next(3) * 150);
        var (keys, pageBytes) = (1 + random.Next(200), random.Next(2) == 0 ? 2_000 : int.MaxValue);
        ServerSession? session = null;
        Dictionary<string, ChangedRecord> held = [];
        var isAsking = false;
        for (var step = 0; step < 400; step++)
        {
            string Key() => $"key-{random.Next(keys)}";
            _nowMs += random.Next(5_000);
            switch (random.Next(20))
            {
                case < 3: Write(partition, NowBatch(new ReplaceWrite(Key(), WriteBase.Unknown, Value.Object(("text", new string('x', random.Next(5) == 0 ? random.Next(6_000) : random.Next(50))))))); break;
                case < 5: Write(partition, NowBatch(new RemoveWrite(Key(), WriteBase.Unknown))); break;
                case 5: Write(partition, _writer.Batch(_writer.Group(Key() + "a", Key() + "b", Key() + "c") with { Millis = _nowMs })); break;
                case 6 when random.Next(4) == 0:
                    _nowMs += random.Next(4) == 0 ? RetentionMs : 0;
                    partition.Collect(Map, _nowMs, 1 + random.Next(20));
                    if (partition.Seal(_nowMs) is not null) partition.Publish();
                    break;
                case 7 when random.Next(8) == 0: session = null; break;
                default:
                    if (session is null)
                    {
                        session = Session();
                        session.Receive(new Subscribe(1, Map, null, []));
                        held.Clear();
                        isAsking = false;
                    }

                    foreach (var frame in session.Pull(Map, partition.Committed, pageBytes).Read())
                    {
                        switch (frame)
                        {
                            case Reset: held.Clear(); isAsking = false; break;
                            case ChangePage page:
                                foreach (var record in page.Records) held[record.Key] = record;
                                break;
                            case CaughtUp caughtUp:
                                Assert.Equal(Trie(held.Values).DigestOf(DigestPrefix.Root), caughtUp.Digest);
                                isAsking = true;
                                told++;
                                break;
                            case DigestReply reply:
                                Compare(Trie(held.Values), reply);
                                isAsking = !reply.More;
                                told++;
                                break;
                        }
                    }

                    if (!isAsking) break;
                    session.Receive(new DigestRequest(1, [DigestPrefix.Root, DigestPrefix.Root.Child(random.Next(16))], []));
                    isAsking = false;
                    break;
            }
        }

        return told;
    }

    private static void Compare(DigestTrie<ChangedRecord> held, DigestReply reply)
    {
        foreach (var node in reply.Nodes)
            if (!node.IsLeaf) Assert.Equal(Enumerable.Range(0, DigestPrefix.Fan).Select(i => held.DigestOf(node.Prefix.Child(i))), node.Children);
            else Assert.Equal(
                held.ItemsOf(node.Prefix).Select(record => (record.Key, record.Version, Entry(record))),
                node.Entries.Select(entry => (entry.Key, entry.Version, entry.Bytes is { } bytes ? DigestHash.Entry(entry.Key, entry.Version, bytes.Span) : entry.Digest)));
    }

    private static Digest FromScratch(Partition partition) => Trie(partition.Committed.ReadAll(Map)).DigestOf(DigestPrefix.Root);

    private static DigestTrie<ChangedRecord> Trie(IEnumerable<ChangedRecord> records)
    {
        var trie = new DigestTrie<ChangedRecord>(record => record.Key, Entry);
        foreach (var record in records)
            if (RecordCodec.Instance.Decode(record.Bytes.Span).IsLive) trie.Put(record);
        return trie;
    }

    private static Digest Entry(ChangedRecord record) => DigestHash.Entry(record.Key, record.Version, record.Bytes.Span);

    private static Partition Make(PartitionOptions options, IRecordCodec codec, int records)
    {
        var partition = new Partition(PartitionId.Of(Map), new StoredPartition(records, [new EpochStart(1, 1)], default), 2, options, codec, new Access());
        partition.Load(new StoredMap(Map, [.. Enumerable.Range(1, records).Select(Stored)], []));
        return partition;
    }

    private static RecordChange Stored(int i)
    {
        var write = new ReplaceWrite($"key-{i}", WriteBase.Absent, Value.Object(("n", i)));
        return new RecordChange(Map, write.Key, i, RecordCodec.Instance.Encode(LwwMerge.Apply(Record.Never, write, new HlcTimestamp(StartMs - 1_000_000, 0, "n~1")).Record));
    }

    private static ServerSession Session() => new(Access.Alice, "node-2", SyncLimits.Default, new Access(), RecordCodec.Instance, [Features.Digest]);

    private OpBatch NowBatch(Write write) => _writer.Batch(_writer.Make(write, millis: _nowMs));

    private void Write(Partition partition, OpBatch batch)
    {
        Assert.Null(partition.Execute(batch, Access.Alice, _nowMs).Stopped);
        partition.Seal(_nowMs);
        partition.Publish();
        _writer.SettledThrough = _writer.Last;
    }

    private sealed class CountingCodec : IRecordCodec
    {
        public int Decoded { get; private set; }

        public byte[] Encode(Record record) => RecordCodec.Instance.Encode(record);

        public Record Decode(ReadOnlySpan<byte> bytes)
        {
            Decoded++;
            return RecordCodec.Instance.Decode(bytes);
        }
    }
}
