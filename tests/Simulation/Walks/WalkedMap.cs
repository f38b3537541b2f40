using System.Collections.Frozen;
using Google.Protobuf;
using TopGun.Core.Access;
using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Replicas;
using TopGun.Core.Sessions;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Core.Values;
using TopGun.Protocol.Frames;
using TopGun.Protocol.Records;
using TopGun.Simulation.Server;

namespace TopGun.Simulation.Walks;

/// <summary>A map of many records on a server, and one replica of it that can be spoilt; every frame between them is counted as it would travel.</summary>
internal sealed class WalkedMap
{
    public const string Map = "notes";

    private const long NowMs = 1_700_000_000_000;
    private const ulong Epoch = 7;
    private static readonly Principal User = new("ann", FrozenSet<string>.Empty, ObjectValue.Empty);

    private static readonly string[] Known = [Features.Digest, Features.Resync];

    private readonly PartitionOptions _options = new();
    private readonly List<RecordChange> _records;

    /// <param name="count">How many records.</param>
    /// <param name="isAway">Whether the replica was away for so long that its cursor can't be followed any more.</param>
    public WalkedMap(int count, bool isAway = false)
    {
        _records = [.. Enumerable.Range(1, count).Select(i => Record(KeyOf(i), i, 0))];
        var id = PartitionId.Of(Map);
        Partition = new Partition(
            id, new StoredPartition(count, [new EpochStart(Epoch, 1)], default), Epoch + 1, _options, RecordCodec.Instance, new Rules());
        Partition.Load(new StoredMap(Map, _records, []) { Horizon = isAway ? new MapHorizon(count, new HlcTimestamp(NowMs, 0, "n~1")) : default });
        var change = new ReplicaChange();
        foreach (var record in _records) change.PutRecords.Add((Map, new ReplicaRecord(record.Key, record.Version, 0, true, record.Bytes)));
        change.PutMaps.Add(new MapReplica(Map, new Cursor(Epoch, isAway ? 1 : count), 0, true, ResetReason.None));
        Store.Commit(change);
    }

    public Partition Partition { get; }

    public MemoryReplicaStore Store { get; } = new("node1");

    /// <summary>Questions about digests that were answered.</summary>
    public int RoundTrips { get; private set; }

    /// <summary>Bytes of all frames after Welcome, serialised.</summary>
    public int Bytes { get; private set; }

    /// <summary>Maps that were reported as mismatched.</summary>
    public List<string> Mismatches { get; } = [];

    /// <summary>A live record's bytes.</summary>
    public static byte[] BytesOf(string key) => Record(key, 1, 0).Bytes;

    public static string KeyOf(int i) => $"note-{i:000000}";

    /// <summary>The server takes a record, and forgets removals up to there.</summary>
    public void ForgetAll()
    {
        var op = new Op(1, 1, NowMs, 0, [new OpWrite(new ReplaceWrite("new", WriteBase.Unknown, Value.Object(("text", "new"))), null)]);
        Partition.Execute(new OpBatch(Map, new WriterId("node2", "a"), 0, NowMs, [op]), User, NowMs);
        Partition.Seal(NowMs);
        Partition.Publish();
        Partition.Collect(Map, NowMs + _options.TombstoneRetentionMs, int.MaxValue);
        Partition.Seal(NowMs + _options.TombstoneRetentionMs);
        Partition.Publish();
    }

    public void Spoil(ReplicaChange change) => Store.Commit(change);

    public void MakeStale(int i)
    {
        var change = new ReplicaChange();
        change.PutRecords.Add((Map, new ReplicaRecord(KeyOf(i), Math.Max(1, i - 1), 0, true, Record(KeyOf(i), i - 1, 1).Bytes)));
        Spoil(change);
    }

    /// <summary>Connects once, until the replica says that it is in step.</summary>
    /// <param name="twist">Changes what the server answers; null for an honest one.</param>
    public Replica Sync(Func<DigestReply, DigestReply>? twist = null)
    {
        var replica = new Replica(Store, RecordCodec.Instance, () => 42);
        var client = new ReplicaSession(replica, [Map], "test");
        var server = new ServerSession(User, "node1", _options.Limits, new Rules(), RecordCodec.Instance, Known);
        var now = new ClockReading(NowMs, 0, "boot");
        _ = client.Next(now);
        client.Receive(new Welcome(1, Known, _options.Limits, NowMs, "ann", 25_000), now);
        for (var step = 0; step < 10_000 && !client.IsSynced; step++)
        {
            if (client.Next(now) is { } up) Take(server, up);
            foreach (var frame in server.Pull(Map, Partition.Committed, 256 << 10).Read())
            {
                var down = frame is DigestReply reply ? (twist?.Invoke(reply) ?? reply) : frame;
                var wire = ServerFrameMapping.ToWire(down);
                Bytes += wire.CalculateSize();
                client.Receive(ServerFrameMapping.FromWire(Wire.ServerFrame.Parser.ParseFrom(wire.ToByteArray()))!, now);
            }
        }

        Assert.True(client.IsSynced, "The replica did not come to rest.");
        Mismatches.AddRange(replica.TakeEvents().Mismatches);
        return replica;
    }

    /// <summary>A session that has subscribed and was told nothing yet.</summary>
    public ServerSession Subscribed()
    {
        var session = new ServerSession(User, "node1", _options.Limits, new Rules(), RecordCodec.Instance, Known);
        session.Receive(new Subscribe(1, Map, null, []));
        return session;
    }

    public void AssertEqual()
    {
        var held = Store.Scan(Map, null, int.MaxValue);
        Assert.Equal(_records.Count, held.Count);
        foreach (var record in _records)
        {
            var copy = Store.Find(Map, record.Key)!.Value;
            Assert.True(copy.Version == record.Version && copy.Bytes.Span.SequenceEqual(record.Bytes), $"{record.Key} differs.");
        }
    }

    private void Take(ServerSession server, ClientFrame frame)
    {
        Bytes += ClientFrameMapping.ToWire(frame).CalculateSize();
        switch (frame)
        {
            case Subscribe subscribe: server.Receive(subscribe); break;
            case DigestRequest request:
                RoundTrips++;
                server.Receive(request);
                break;
        }
    }

    private static RecordChange Record(string key, long version, int salt)
    {
        var text = $"{salt}-{version}-".PadRight(100, 'x');
        var write = new ReplaceWrite(key, WriteBase.Absent, Value.Object(("text", text)));
        var record = LwwMerge.Apply(Core.Maps.Record.Never, write, new HlcTimestamp(NowMs + version, 0, "n~1")).Record;
        return new RecordChange(Map, key, version, RecordCodec.Instance.Encode(record));
    }
}
