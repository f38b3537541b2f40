using System.Runtime.InteropServices;
using System.Text;
using TopGun.Core.Calls;
using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Server.Storage.Forms;

namespace TopGun.Server.Storage.Sqlite;

/// <summary>Reads maps on a connection of its own, which never writes. Not safe for several threads at once.</summary>
internal sealed class MapReader : IDisposable
{
    private readonly string _path;
    private readonly SqliteDatabase _database;
    private readonly SqliteStatement _findMap;
    private readonly SqliteStatement _records;
    private readonly SqliteStatement _writers;
    private readonly SqliteStatement _expiring;
    private readonly SqliteStatement _horizon;
    private readonly SqliteStatement _type;
    private readonly RegistrationReader _registrations;
    private readonly KeyedReader _keyed;

    /// <summary>Opens a connection.</summary>
    /// <exception cref="SqliteErrorException">It can't be.</exception>
    public MapReader(string path) : this(SqliteDatabase.OpenReader(path), path)
    {
    }

    /// <summary>Reads on a connection that it disposes of.</summary>
    public MapReader(SqliteDatabase database, string path)
    {
        _path = path;
        _database = database;
        _findMap = _database.Prepare("SELECT id FROM maps WHERE name = ?1");
        _records = _database.Prepare("SELECT key, version, checksum, bytes, owner, expires_at FROM records WHERE map = ?1");
        _writers = _database.Prepare("SELECT row FROM writers WHERE map = ?1");
        _horizon = _database.Prepare("SELECT horizon_version, horizon_millis, horizon_counter, horizon_node FROM maps WHERE id = ?1");
        _type = _database.Prepare("SELECT type FROM maps WHERE id = ?1");
        _expiring = _database.Prepare(
            """
            SELECT name, (SELECT min(expires_at) FROM records WHERE map = maps.id AND expires_at IS NOT NULL) AS first
            FROM maps WHERE name >= ?1 AND first IS NOT NULL ORDER BY name LIMIT ?2
            """);
        _registrations = new RegistrationReader(_database, path);
        _keyed = new KeyedReader(_database, path);
    }

    /// <summary>Reads a map as it was committed last.</summary>
    /// <exception cref="StoreCorruptException">A record or a writer's row is damaged.</exception>
    /// <exception cref="SqliteErrorException">What SQLite said.</exception>
    public StoredMap Read(string map, LogTail tail)
    {
        long? number;
        List<PartitionCommit> commits;
        lock (tail.Gate)
        {
            _database.Execute("BEGIN");
            number = Find(map);   // the first read fixes the moment that the others see
            commits = tail.Of_NeedsLock(map);
        }

        try
        {
            return Read(map, number, commits);
        }
        finally
        {
            _database.Execute("COMMIT");
        }
    }

    /// <summary>Reads a map in a transaction that has begun, with the commits of the same moment that are not folded.</summary>
    /// <exception cref="StoreCorruptException">A record or a writer's row is damaged.</exception>
    /// <exception cref="SqliteErrorException">What SQLite said.</exception>
    public StoredMap ReadWithin(string map, IReadOnlyList<PartitionCommit> commits) => Read(map, Find(map), commits);

    /// <summary>Reads what became of all keyed writes of a map in a transaction that has begun.</summary>
    /// <exception cref="StoreCorruptException">A row is damaged.</exception>
    /// <exception cref="SqliteErrorException">What SQLite said.</exception>
    public IReadOnlyCollection<KeyedOutcome> ReadKeyedWithin(string map, IReadOnlyList<PartitionCommit> commits)
    {
        var found = Find(map) is { } number ? _keyed.ReadAll(map, number).ToDictionary(keyed => (keyed.Subject, keyed.Write.Key)) : [];
        foreach (var commit in commits)
            foreach (var keyed in commit.Keyed)
                if (keyed.Map == map) found[(keyed.Subject, keyed.Write.Key)] = keyed;
        return found.Values;
    }

    /// <summary>Reads the registrations of maps, in the order of their names.</summary>
    /// <exception cref="StoreCorruptException">A row is damaged.</exception>
    /// <exception cref="SqliteErrorException">What SQLite said.</exception>
    public IReadOnlyList<MapRegistrations> ReadRegistrations(string from, int most, LogTail tail)
    {
        List<MapRegistrations> found = [];
        while (found.Count < most)
        {
            Dictionary<string, List<PartitionCommit>> commits;
            List<string> folded;
            lock (tail.Gate)
            {
                _database.Execute("BEGIN");
                folded = _registrations.ReadMaps(from, most);   // the first read fixes the moment that the others see
                commits = tail.Registering_NeedsLock().ToDictionary(map => map, tail.Of_NeedsLock, StringComparer.Ordinal);
            }

            try
            {
                string[] maps = [.. RegistrationReader.InOrder(folded.Concat(commits.Keys), from, most)];
                if (maps.Length == 0) break;
                from = maps[^1] + '\0';
                // What is not folded yet may have taken the last one of a map.
                foreach (var map in maps)
                    if (found.Count < most && _registrations.Read(map, Find(map), commits.GetValueOrDefault(map) ?? []) is { Length: > 0 } registered)
                        found.Add(new MapRegistrations(map, registered));
            }
            finally
            {
                _database.Execute("COMMIT");
            }
        }

        return found;
    }

    /// <summary>Reads which maps have records that expire, in the order of their names.</summary>
    /// <exception cref="SqliteErrorException">What SQLite said.</exception>
    public IReadOnlyList<MapExpiry> ReadExpiring(string from, int most, LogTail tail)
    {
        Dictionary<string, long> first;
        lock (tail.Gate)
        {
            // One statement sees one moment. What it finds is only ever brought forward by what is not folded yet.
            first = ReadFoldedExpiries(from, most);
            tail.AddExpiries_NeedsLock(first);
        }

        return [.. RegistrationReader.InOrder(first.Keys, from, most).Select(map => new MapExpiry(map, first[map]))];
    }

    /// <summary>Reads what became of keyed writes.</summary>
    /// <exception cref="StoreCorruptException">A row is damaged.</exception>
    /// <exception cref="SqliteErrorException">What SQLite said.</exception>
    public IReadOnlyList<KeyedOutcome> ReadKeyed(string map, string subject, IReadOnlyCollection<string> keys, LogTail tail)
    {
        List<KeyedOutcome> found = [];
        List<string> folded = [];
        long? number;
        lock (tail.Gate)
        {
            _database.Execute("BEGIN");
            number = Find(map);   // the first read fixes the moment that the others see
            foreach (var key in keys)
                if (tail.FindKeyed_NeedsLock(map, subject, key) is { } recent) found.Add(recent);
                else folded.Add(key);
        }

        try
        {
            if (number is { } known)
                foreach (var key in folded)
                    if (_keyed.Read(map, known, subject, key) is { } row) found.Add(row);
            return found;
        }
        finally
        {
            _database.Execute("COMMIT");
        }
    }

    public void Dispose() => _database.Dispose();

    private StoredMap Read(string map, long? number, IReadOnlyList<PartitionCommit> commits)
        => new(map, ReadRecords(map, number, FoldedMap.Newest(map, commits)), ReadWriters(map, number, FoldedMap.Changes(map, commits)))
        {
            Registrations = _registrations.Read(map, number, commits),
            Horizon = FoldedMap.HorizonOf(map, commits) ?? ReadHorizon(number),
            Type = FoldedMap.TypeOf(map, commits) is not MapType.None and var typed ? typed : ReadType(number),
        };

    private Dictionary<string, long> ReadFoldedExpiries(string from, int most)
    {
        var first = new Dictionary<string, long>(StringComparer.Ordinal);
        _expiring.Bind(1, Encoding.UTF8.GetBytes(from)).Bind(2, most);
        try
        {
            while (_expiring.Read()) first[Encoding.UTF8.GetString(_expiring.Bytes(0))] = _expiring.Int64(1);
            return first;
        }
        finally
        {
            _expiring.Reset();
        }
    }

    private MapHorizon ReadHorizon(long? number)
    {
        if (number is not { } map) return default;
        _horizon.Bind(1, map);
        try
        {
            return _horizon.Read() && !_horizon.IsNull(3)
                ? new MapHorizon(_horizon.Int64(0), new HlcTimestamp(_horizon.Int64(1), (ushort)_horizon.Int64(2), _horizon.Text(3)))
                : default;
        }
        finally
        {
            _horizon.Reset();
        }
    }

    private MapType ReadType(long? number)
    {
        if (number is not { } map) return MapType.None;
        _type.Bind(1, map);
        try
        {
            return _type.Read() ? (MapType)_type.Int64(0) : MapType.None;
        }
        finally
        {
            _type.Reset();
        }
    }

    private long? Find(string map)
    {
        _findMap.Bind(1, Encoding.UTF8.GetBytes(map));
        try
        {
            return _findMap.Read() ? _findMap.Int64(0) : null;
        }
        finally
        {
            _findMap.Reset();
        }
    }

    private List<RecordChange> ReadRecords(string map, long? number, Dictionary<string, RecordChange> newer)
    {
        var records = new List<RecordChange>(newer.Count);
        if (number is { } folded) AddFolded(records, map, folded, newer);
        records.AddRange(newer.Values.Where(record => record.Version != FoldedMap.NoLonger));

        var versions = new long[records.Count];
        for (var i = 0; i < versions.Length; i++) versions[i] = records[i].Version;
        versions.AsSpan().Sort(CollectionsMarshal.AsSpan(records));
        return records;
    }

    private void AddFolded(List<RecordChange> records, string map, long number, Dictionary<string, RecordChange> newer)
    {
        _records.Bind(1, number);
        var owners = new OwnerNames();
        try
        {
            while (_records.Read())
            {
                var key = Encoding.UTF8.GetString(_records.Bytes(0));
                var version = _records.Int64(1);
                var bytes = _records.Bytes(3);
                var expiresAtMs = _records.IsNull(5) ? 0 : _records.Int64(5);
                if (_records.Int64(2) != Crc32C.OfRecord(number, _records.Bytes(0), version, bytes, _records.Bytes(4), expiresAtMs))
                    throw new StoreCorruptException($"Record {key} of map {map} in {_path} does not match its checksum; restore a backup.");
                if (newer.Count == 0 || !newer.ContainsKey(key)) records.Add(new RecordChange(map, key, version, bytes.ToArray(), owners.Of(_records.Bytes(4)), expiresAtMs));
            }
        }
        finally
        {
            _records.Reset();
        }
    }

    private List<WriterChange> ReadWriters(string map, long? number, Dictionary<WriterId, List<WriterChange>> newer)
    {
        var rows = new Dictionary<WriterId, StoredWriter>();
        if (number is { } folded)
            foreach (var row in ReadFolded(map, folded)) rows[row.Writer] = new StoredWriter(row);

        foreach (var (writer, changes) in newer)
        {
            if (!rows.TryGetValue(writer, out var row)) rows[writer] = row = new StoredWriter(changes[0]);
            foreach (var change in changes) row.Take(change);
        }

        return [.. rows.Values.Where(row => !row.IsForgotten).Select(row => row.ToChange())];
    }

    private List<WriterChange> ReadFolded(string map, long number)
    {
        var rows = new List<WriterChange>();
        _writers.Bind(1, number);
        try
        {
            while (_writers.Read()) rows.Add(StoredForms.ReadWriter(_writers.Bytes(0), map));
            return rows;
        }
        catch (FormatException error)
        {
            throw new StoreCorruptException($"The row of a writer of map {map} in {_path} is damaged ({error.Message}); restore a backup.", error);
        }
        finally
        {
            _writers.Reset();
        }
    }
}
