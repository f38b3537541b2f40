using TopGun.Core.Calls;
using TopGun.Core.Digests;
using TopGun.Core.Maps;
using TopGun.Core.Queries;
using TopGun.Core.Registrations;
using TopGun.Core.Resolvers;
using TopGun.Core.Sync;

namespace TopGun.Core.Partitions;

/// <summary>What a partition has committed: the maps that are in memory, and the history that cursors lie on. All that sessions, queries and results are made of (INV-PAR-1).</summary>
/// <remarks>Not safe for several threads at once: its owner reads it under the lock under which it publishes and loads.</remarks>
public sealed class CommittedPartition
{
    private readonly PartitionOptions _options;
    private readonly IRecordCodec _codec;
    private readonly IResolverSource _resolvers;
    private readonly EpochList _epochs;
    private readonly RecentRejections _rejected = new();
    private readonly Dictionary<string, CommittedMap> _maps = new(StringComparer.Ordinal);

    internal CommittedPartition(StoredPartition stored, ulong epoch, PartitionOptions options, IRecordCodec codec, IResolverSource resolvers)
    {
        _options = options;
        _codec = codec;
        _resolvers = resolvers;
        _epochs = new EpochList(stored.Epochs);
        Epoch = epoch;
        Head = stored.Head;
    }

    /// <summary>The epoch of this term of ownership.</summary>
    public ulong Epoch { get; }

    /// <summary>The version of the last commit.</summary>
    public long Head { get; private set; }

    /// <summary>The maps that are in memory, in no order.</summary>
    public IEnumerable<string> Loaded => _maps.Keys;

    /// <summary>Whether a map is in memory; only then it can be written and read.</summary>
    public bool IsLoaded(string map) => _maps.ContainsKey(map);

    /// <summary>The moment from which on what becomes of keyed writes is in memory; the store is asked after it.</summary>
    /// <param name="map">The map, which is loaded.</param>
    public KeyMoment MomentOf(string map) => _maps[map].Keys.Now;

    /// <summary>The committed records of a map, removed ones too, in no order, as they are now: who holds them sees no later change.</summary>
    /// <param name="map">The map, which is loaded.</param>
    public IReadOnlyList<ChangedRecord> ReadAll(string map)
    {
        var records = _maps[map].Records;
        var read = new List<ChangedRecord>(records.Count);
        foreach (var record in records) read.Add(new ChangedRecord(record.Key, record.Version, record.Bytes));
        return read;
    }

    /// <summary>The committed registrations of a map, which is loaded.</summary>
    public IReadOnlyList<Registration> RegistrationsOf(string map) => [.. _maps[map].Rules.Registered.Select(one => one.Registration)];

    /// <summary>The committed registrations of all loaded maps that have any.</summary>
    public IEnumerable<(string Map, IReadOnlyList<Registration> Registered)> Registrations
        => _maps.Where(map => map.Value.Rules.Registered.Count > 0).Select(map => (map.Key, RegistrationsOf(map.Key)));

    /// <summary>How far the tombstones of a map are collected.</summary>
    /// <param name="map">The map, which is loaded.</param>
    public MapHorizon HorizonOf(string map) => _maps[map].Horizon;

    /// <summary>What the keys of a map hold; <see cref="MapType.None"/> while it was never changed.</summary>
    /// <param name="map">The map, which is loaded.</param>
    public MapType TypeOf(string map) => _maps[map].Type;

    /// <summary>When the first committed record of a map expires, in milliseconds of server time; null when none does.</summary>
    /// <param name="map">The map, which is loaded.</param>
    public long? NextExpiryOf(string map) => _maps[map].Expiring.FirstMs;

    /// <summary>What is still known of an op that a resolver refused; null when it was not refused or too much has happened since.</summary>
    public RejectedOp? FindRejected(string map, WriterId writer, long number) => _rejected.Find(map, writer, number);

    /// <summary>Reads one committed record if it is live; null otherwise.</summary>
    /// <param name="map">The map, which is loaded.</param>
    /// <param name="key">The key.</param>
    public ReadOnlyMemory<byte>? ReadLive(string map, string key)
        => _maps[map].Find(key) is { } record && record.IsLive(_codec) ? record.Bytes : default(ReadOnlyMemory<byte>?);

    /// <summary>The epochs of this partition's history, in the order of their first versions; the running one is the last, also while it has committed nothing.</summary>
    public IEnumerable<EpochStart> Epochs
        => _epochs.Starts is [.., var last] && last.Epoch == Epoch ? _epochs.Starts : _epochs.Starts.Append(new EpochStart(Epoch, Head + 1));

    /// <summary>Whether a cursor lies on this partition's history.</summary>
    /// <param name="cursor">The cursor.</param>
    /// <param name="end">Where the cursor's epoch ends in it; 0 for one that it never had.</param>
    public bool Follows(Cursor cursor, out long end)
    {
        end = _epochs.EndOf(cursor.Epoch, Head);
        return _epochs.Contains(cursor, Head);
    }

    /// <summary>The cursor of a committed version.</summary>
    public Cursor CursorAt(long version) => _epochs.At(version);

    /// <summary>The version of a map's last committed change; 0 when there was none.</summary>
    public long LastVersionOf(string map) => _maps[map].LastVersion;

    /// <summary>Reads what changed in a map after a version. A page never ends inside a version.</summary>
    /// <param name="map">The map, which is loaded.</param>
    /// <param name="version">What the reader has seen.</param>
    /// <param name="maxBytes">The page ends when its keys and records reach this; a single version may be larger.</param>
    public ChangeRead ReadChanges(string map, long version, int maxBytes)
    {
        const int PerRecord = 16;
        var records = new List<ChangedRecord>();
        var bytes = 0;
        var last = 0L;
        foreach (var record in _maps[map].After(version))
        {
            if (bytes >= maxBytes && record.Version != last) return new ChangeRead(records, _epochs.At(last), true);
            records.Add(new ChangedRecord(record.Key, record.Version, record.Bytes));
            bytes += PerRecord + record.Key.Length + record.Bytes.Length;
            last = record.Version;
        }

        return new ChangeRead(records, _epochs.At(Head), false);
    }

    /// <summary>About how many records of a map, removed ones too, were changed last after a version.</summary>
    /// <param name="map">The map, which is loaded.</param>
    /// <param name="version">The version; 0 for all that are kept.</param>
    public int CountChanged(string map, long version) => _maps[map].CountAfter(version);

    /// <summary>Reads recorded, committed results of a writer.</summary>
    /// <param name="map">The map, which is loaded.</param>
    /// <param name="writer">The writer.</param>
    /// <param name="after">Results of numbers above this.</param>
    /// <param name="most">At most so many.</param>
    public IReadOnlyList<OpResult> ReadResults(string map, WriterId writer, long after, int most)
        => _maps[map].Find(writer) is { } row && row.Last > after ? [.. row.After(after, most)] : [];

    /// <summary>Up to which number the results of a writer were confirmed and are no longer kept; 0 for none.</summary>
    /// <param name="map">The map, which is loaded.</param>
    /// <param name="writer">The writer.</param>
    public long SettledThrough(string map, WriterId writer) => _maps[map].Find(writer)?.SettledThrough ?? 0;

    /// <summary>Reads one committed record; null for a key that was never written.</summary>
    /// <param name="map">The map, which is loaded.</param>
    /// <param name="key">The key.</param>
    public ChangedRecord? Read(string map, string key)
        => _maps[map].Find(key) is { } record ? new ChangedRecord(record.Key, record.Version, record.Bytes) : null;

    /// <summary>From now on an interest is noted what concerns it.</summary>
    /// <returns>Whether it was not before: by this partition, since the map was loaded.</returns>
    internal bool Attach(string map, QueryInterest interest)
    {
        var index = _maps[map].Interests;
        if (interest.In == index) return false;
        Detach(interest);
        index.Add(interest);
        return true;
    }

    /// <summary>An interest has ended.</summary>
    internal static void Detach(QueryInterest interest) => interest.In?.Remove(interest);

    /// <summary>The digest of a map's committed live records.</summary>
    /// <param name="map">The map, which is loaded.</param>
    /// <returns>Null where more is missing than one piece of work (<see cref="PartitionOptions.DigestSteps"/>), which was done: ask again, after others had their turn.</returns>
    public Digest? DigestOf(string map) => Advanced(map)?.Root;

    /// <summary>What stands below some prefixes of a map's digest trie, as far as one answer holds it: at least one of them.</summary>
    /// <param name="map">The map, which is loaded.</param>
    /// <param name="prefixes">The prefixes.</param>
    /// <param name="maxBytes">The answer ends when it reaches this; a single leaf may be larger.</param>
    /// <returns>Null for the same reason as with <see cref="DigestOf"/>.</returns>
    public IReadOnlyList<DigestNode>? ReadDigests(string map, IEnumerable<DigestPrefix> prefixes, int maxBytes)
        => Advanced(map)?.Read(prefixes, maxBytes);

    internal CommittedMap Map(string name) => _maps[name];

    internal void Load(StoredMap map) => _maps.Add(map.Name, new CommittedMap(map, _resolvers));

    internal bool Unload(string map) => _maps.Remove(map);

    /// <summary>Takes a commit that has become durable.</summary>
    internal void Take(PartitionCommit commit)
    {
        if (commit.NewHead > commit.ExpectedHead) _epochs.Begin(new EpochStart(Epoch, commit.ExpectedHead + 1));
        foreach (var collected in commit.Collected) _maps[collected.Map].Take(collected);
        foreach (var record in commit.Records)
        {
            _maps[record.Map].Tell(record, _codec);
            _maps[record.Map].Take(record);
        }

        foreach (var typing in commit.Types) _maps[typing.Map].Take(typing);
        foreach (var writer in commit.Writers) _maps[writer.Map].Take(writer);
        foreach (var keyed in commit.Keyed) _maps[keyed.Map].Keys.Take(keyed);
        _rejected.Add(commit.Rejected);
        Head = commit.NewHead;
    }

    private MapDigests? Advanced(string map)
    {
        var committed = _maps[map];
        return committed.Digests.Advance(committed.LastVersion, _options.DigestSteps, _codec) ? committed.Digests : null;
    }
}
