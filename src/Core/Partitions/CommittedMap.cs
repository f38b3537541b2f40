using TopGun.Core.Calls;
using TopGun.Core.Maps;
using TopGun.Core.Queries;
using TopGun.Core.Registrations;
using TopGun.Core.Resolvers;
using TopGun.Core.Sync;

namespace TopGun.Core.Partitions;

/// <summary>The committed state of one map.</summary>
internal sealed class CommittedMap
{
    private readonly Dictionary<string, StoredRecord> _records;
    private readonly VersionIndex _index = new();
    private MapDigests? _digests;
    private readonly Dictionary<WriterId, WriterRow> _writers = [];
    private long _allSeenSinceMs = long.MaxValue;

    // A user owns many records, and each mention of one arrives as a string of its own.
    private readonly HashSet<string> _owners = new(StringComparer.Ordinal);

    public CommittedMap(StoredMap stored, IResolverSource resolvers)
    {
        Rules = MapRules.Of(stored.Name, stored.Registrations, resolvers);
        _records = new Dictionary<string, StoredRecord>(stored.Records.Count, StringComparer.Ordinal);
        foreach (var record in stored.Records) Take(record);
        Horizon = stored.Horizon;
        LastVersion = Math.Max(LastVersion, Horizon.Version);
        foreach (var writer in stored.Writers) Take(writer);
        // What was changed before types were noted is an LwwMap: there was nothing else.
        Type = stored.Type == MapType.None && LastVersion > 0 ? MapType.Lww : stored.Type;
    }

    /// <summary>What its keys hold; <see cref="MapType.None"/> while it was never changed.</summary>
    public MapType Type { get; private set; }

    /// <summary>The version of the map's last change; 0 when there was none.</summary>
    public long LastVersion { get; private set; }

    /// <summary>How far its tombstones were collected.</summary>
    public MapHorizon Horizon { get; private set; }

    /// <summary>Its records that expire.</summary>
    public ExpiryIndex Expiring { get; } = new();

    /// <summary>The rules that its writes are judged by.</summary>
    public MapRules Rules { get; set; }

    /// <summary>What became of the latest keyed writes.</summary>
    public RecentKeys Keys { get; } = new();

    /// <summary>Who is interested in which of its records.</summary>
    public InterestIndex Interests { get; } = new();

    public StoredRecord? Find(string key) => _records.GetValueOrDefault(key);

    public WriterRow? Find(WriterId writer) => _writers.GetValueOrDefault(writer);

    /// <summary>The digests of the committed state.</summary>
    public MapDigests Digests => _digests ??= new MapDigests(_index);

    /// <summary>All records, removed ones too, in no order.</summary>
    public IReadOnlyCollection<StoredRecord> Records => _records.Values;

    public IEnumerable<StoredRecord> After(long version) => _index.After(version);

    /// <summary>Shows a change to those whom it concerns, before it is taken.</summary>
    public void Tell(RecordChange change, IRecordCodec codec)
    {
        if (!Interests.IsEmpty) Interests.Note(change.Key, Find(change.Key) is { } known ? codec.Decode(known.Bytes).ToValue() : null, codec.Decode(change.Bytes).ToValue());
    }

    /// <summary>About how many records that is: never more than there are.</summary>
    public int CountAfter(long version) => Math.Min(_records.Count, _index.CountAfter(version));

    public void Take(RecordChange change)
    {
        var known = _records.TryGetValue(change.Key, out var record);
        if (!known) _records[change.Key] = record = new StoredRecord(change.Key);
        record!.Become(change.Version, change.Bytes, change.Owner is { } owner ? Interned(owner) : null);
        _index.Add(record, known);
        Expiring.Set(change.Key, change.ExpiresAtMs);
        LastVersion = change.Version;
    }

    public void Take(MapCollection collected)
    {
        Horizon = collected.Horizon;
        foreach (var key in collected.Keys)
        {
            if (!_records.Remove(key, out var record)) continue;
            record.Forget();
            _digests?.Forget(key);
            _index.Outdate();
        }
    }

    public void Take(MapTyping typing) => Type = typing.Type;

    public void Take(WriterChange change)
    {
        if (change.IsForgotten)
        {
            _writers.Remove(change.Writer);
            return;
        }

        if (!_writers.TryGetValue(change.Writer, out var row)) _writers[change.Writer] = row = new WriterRow();
        row.Take(change);
        _allSeenSinceMs = Math.Min(_allSeenSinceMs, change.SeenMs);
    }

    /// <summary>Writers that were not heard of since a time, in no order.</summary>
    public IEnumerable<WriterId> Unseen(long sinceMs)
    {
        // They are many, and mostly none of them is so old.
        if (_allSeenSinceMs >= sinceMs) yield break;
        var oldest = long.MaxValue;
        foreach (var (writer, row) in _writers)
        {
            oldest = Math.Min(oldest, row.SeenMs);
            if (row.SeenMs < sinceMs) yield return writer;
        }

        _allSeenSinceMs = oldest;
    }

    private string Interned(string owner)
    {
        if (_owners.TryGetValue(owner, out var known)) return known;
        _owners.Add(owner);
        return owner;
    }
}
