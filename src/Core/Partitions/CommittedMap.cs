using TopGun.Core.Registrations;
using TopGun.Core.Resolvers;
using TopGun.Core.Sync;

namespace TopGun.Core.Partitions;

/// <summary>The committed state of one map.</summary>
internal sealed class CommittedMap
{
    private readonly Dictionary<string, StoredRecord> _records;
    private readonly VersionIndex _index = new();
    private readonly Dictionary<WriterId, WriterRow> _writers = [];

    public CommittedMap(StoredMap stored, IResolverSource resolvers)
    {
        Rules = MapRules.Of(stored.Name, stored.Registrations, resolvers);
        _records = new Dictionary<string, StoredRecord>(stored.Records.Count, StringComparer.Ordinal);
        foreach (var record in stored.Records) Take(record.Key, record.Version, record.Bytes);
        foreach (var writer in stored.Writers) Take(writer);
    }

    /// <summary>The version of the map's last change; 0 when there was none.</summary>
    public long LastVersion { get; private set; }

    /// <summary>The rules that its writes are judged by.</summary>
    public MapRules Rules { get; set; }

    public StoredRecord? Find(string key) => _records.GetValueOrDefault(key);

    public WriterRow? Find(WriterId writer) => _writers.GetValueOrDefault(writer);

    public IEnumerable<StoredRecord> After(long version) => _index.After(version);

    public void Take(string key, long version, ReadOnlyMemory<byte> bytes)
    {
        var known = _records.TryGetValue(key, out var record);
        if (known) record!.Become(version, bytes);
        else _records[key] = record = new StoredRecord(key, version, bytes);
        _index.Add(record!, known);
        LastVersion = version;
    }

    public void Take(WriterChange change)
    {
        if (!_writers.TryGetValue(change.Writer, out var row)) _writers[change.Writer] = row = new WriterRow();
        row.Take(change);
    }
}
