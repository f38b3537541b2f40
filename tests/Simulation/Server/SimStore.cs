using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Sync;
using TopGun.Core.Time;

namespace TopGun.Simulation.Server;

/// <summary>The server's disk: what was committed, and nothing else.</summary>
public sealed class SimStore
{
    private readonly Dictionary<PartitionId, StoredPartition> _partitions = [];
    private readonly Dictionary<PartitionId, ulong> _owners = [];
    private readonly Dictionary<string, MapRows> _maps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _nodes = new(StringComparer.Ordinal);

    /// <summary>A copy, as a backup of the server would make it.</summary>
    public SimStore Copy()
    {
        var copy = new SimStore();
        foreach (var (id, partition) in _partitions) copy._partitions[id] = partition;
        foreach (var (node, subject) in _nodes) copy._nodes[node] = subject;
        foreach (var (map, rows) in _maps)
        {
            var copied = copy.Rows(map);
            copied.Horizon = rows.Horizon;
            copied.Type = rows.Type;
            foreach (var (key, record) in rows.Records) copied.Records[key] = record;
            foreach (var (writer, row) in rows.Writers) copied.Writers[writer] = row;
        }

        return copy;
    }

    /// <summary>Begins a term of ownership.</summary>
    public StoredPartition Take(PartitionId partition, ulong epoch)
    {
        _owners[partition] = epoch;
        return _partitions.GetValueOrDefault(partition, StoredPartition.Empty);
    }

    /// <summary>Reads a map.</summary>
    public StoredMap Load(string map)
    {
        var rows = Rows(map);
        return new StoredMap(map, [.. rows.Records.Values.OrderBy(record => record.Version)], [.. rows.Writers.Values]) { Horizon = rows.Horizon, Type = rows.Type };
    }

    /// <summary>The version of a partition.</summary>
    public long HeadOf(PartitionId partition) => _partitions.GetValueOrDefault(partition, StoredPartition.Empty).Head;

    /// <summary>The epoch that committed a version of a partition.</summary>
    public ulong EpochOf(PartitionId partition, long version)
    {
        var epoch = 0UL;
        foreach (var start in _partitions.GetValueOrDefault(partition, StoredPartition.Empty).Epochs)
            if (start.FirstVersion <= version) epoch = start.Epoch;
        return epoch;
    }

    /// <summary>Stores a commit.</summary>
    public void Commit(PartitionCommit commit)
    {
        var known = _partitions.GetValueOrDefault(commit.Partition, StoredPartition.Empty);
        if (_owners[commit.Partition] != commit.Epoch || known.Head != commit.ExpectedHead)
            throw new InvalidOperationException($"Commit of epoch {commit.Epoch:x} on head {commit.ExpectedHead}; the store is at {known.Head}.");

        var epochs = commit.NewHead > commit.ExpectedHead && (known.Epochs.Count == 0 || known.Epochs[^1].Epoch != commit.Epoch)
            ? [.. known.Epochs, new EpochStart(commit.Epoch, commit.ExpectedHead + 1)]
            : known.Epochs;
        _partitions[commit.Partition] = new StoredPartition(commit.NewHead, epochs, HlcTimestamp.Max(known.ClockHighWater, commit.ClockHighWater))
        {
            Marks = commit.Mark is { } mark ? [.. known.Marks.Where(older => older.AtMs >= commit.MarksFromMs), mark] : known.Marks,
        };
        foreach (var collected in commit.Collected)
        {
            Rows(collected.Map).Horizon = collected.Horizon;
            foreach (var key in collected.Keys) Rows(collected.Map).Records.Remove(key);
        }

        foreach (var record in commit.Records) Rows(record.Map).Records[record.Key] = record;
        foreach (var typing in commit.Types) Rows(typing.Map).Type = typing.Type;
        foreach (var writer in commit.Writers)
        {
            var writers = Rows(writer.Map).Writers;
            if (writer.IsForgotten)
            {
                writers.Remove(writer.Writer);
                continue;
            }

            var before = writers.TryGetValue(writer.Writer, out var row) ? row.Results : [];
            writers[writer.Writer] = writer with { Results = [.. before.Where(result => result.Number > writer.SettledThrough), .. writer.Results] };
        }
    }

    /// <summary>Binds a node id to the user who uses it first.</summary>
    public string Bind(string nodeId, string subject) => _nodes.TryAdd(nodeId, subject) ? subject : _nodes[nodeId];

    private MapRows Rows(string map)
    {
        if (_maps.TryGetValue(map, out var rows)) return rows;
        return _maps[map] = new MapRows();
    }

    private sealed class MapRows
    {
        public Dictionary<string, RecordChange> Records { get; } = new(StringComparer.Ordinal);

        public MapHorizon Horizon { get; set; }

        public MapType Type { get; set; }

        public Dictionary<WriterId, WriterChange> Writers { get; } = [];
    }
}
