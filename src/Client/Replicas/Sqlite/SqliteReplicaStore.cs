using TopGun.Client.Connection.Ladder;
using TopGun.Core.Replicas;

namespace TopGun.Client.Replicas.Sqlite;

/// <summary>A replica in one SQLite file, which belongs to this process for as long as the store is open.</summary>
/// <remarks>
/// A commit is one transaction in the write-ahead log and one fsync; records are read one by one, so that opening a replica takes
/// as long for a million records as for one. Calls come one at a time.
/// </remarks>
internal sealed class SqliteReplicaStore : IReplicaStore, IWayStore
{
    private readonly ReplicaFile _file;
    private readonly HeaderTable _header;
    private readonly MapTable _maps;
    private readonly RecordTable _records;
    private readonly OpTable _ops;
    private readonly RejectionTable _rejections;
    private readonly WayTable _way;
    private readonly SqlitePartStore _parts;
    private long _lastPosition;
    private bool _isBroken;

    private SqliteReplicaStore(ReplicaFile file)
    {
        _file = file;
        _header = new HeaderTable(file.Database);
        _maps = new MapTable(file.Database);
        _records = new RecordTable(file.Database);
        _ops = new OpTable(file.Database);
        _rejections = new RejectionTable(file.Database);
        _way = new WayTable(file.Database);
        _parts = new SqlitePartStore(this, file.Database);
    }

    /// <inheritdoc/>
    public KnownWay? LoadedWay { get; private set; }

    /// <summary>Opens a replica file, or makes it.</summary>
    /// <param name="path">Where; its directory exists.</param>
    /// <param name="nodeId">The node id that a new replica gets.</param>
    /// <exception cref="TopGunClientException">It can't be opened; the message names the file and the cure.</exception>
    public static SqliteReplicaStore Open(string path, string nodeId) => new(ReplicaFile.Open(path, nodeId));

    /// <inheritdoc/>
    public ReplicaState Load() => Run(() =>
    {
        var (nodeId, subject, position) = _header.Read();
        var ops = _ops.Read();
        var rejections = _rejections.Read();
        if (ops.Count > 0) position = Math.Max(position, ops[^1].Position);
        if (rejections.Count > 0) position = Math.Max(position, rejections[^1].Id);
        _lastPosition = position;
        LoadedWay = _way.Read();
        return new ReplicaState(nodeId, subject, _header.ReadTime(), _maps.Read(), ops, rejections, position) { Parts = _parts.Read() };
    });

    /// <inheritdoc/>
    public ReplicaRecord? Find(string map, string key) => Run(() => _records.Find(map, key));

    /// <inheritdoc/>
    public IReadOnlyList<ReplicaRecord> Scan(string map, string? after, int most) => Run(() => _records.Scan(map, after, most));

    /// <inheritdoc/>
    public IPartStore Parts => _parts;

    /// <inheritdoc/>
    /// <exception cref="TopGunClientException">
    /// The device's storage failed; nothing of the step is stored. Only where the fsync of the very commit failed may a crash right
    /// after it still bring the step back: the disk had taken it, and did not say so.
    /// </exception>
    public void Commit(ReplicaChange change) => Run(() =>
    {
        _file.Database.Execute("BEGIN IMMEDIATE");
        Write(change);
        _file.Database.Execute("COMMIT");
        return true;
    });

    /// <inheritdoc/>
    public void PutWay(KnownWay? way) => Run(() =>
    {
        if (way is null) _way.Drop();
        else _way.Put(way);
        return true;
    });

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Write(ReplicaChange change)
    {
        foreach (var op in change.PutOps)
        {
            _ops.Put(op);
            _lastPosition = Math.Max(_lastPosition, op.Position);
        }

        foreach (var position in change.DroppedOps) _ops.Drop(position);
        foreach (var (map, record) in change.PutRecords) _records.Put(map, record);
        foreach (var (map, key) in change.DroppedRecords) _records.Drop(map, key);
        foreach (var (map, generation) in change.Swept) _records.Sweep(map, generation);
        foreach (var map in change.DroppedMaps)
        {
            _records.Sweep(map, long.MaxValue);
            _maps.Drop(map);
        }

        foreach (var map in change.PutMaps) _maps.Put(map);
        _parts.Write(change);
        foreach (var rejection in change.AddedRejections)
        {
            _rejections.Put(rejection);
            _lastPosition = Math.Max(_lastPosition, rejection.Id);
        }

        foreach (var rejection in change.AmendedRejections) _rejections.Put(rejection);
        foreach (var id in change.DroppedRejections) _rejections.Drop(id);
        // While it stands in a table, the table remembers it; so an ordinary write touches one page less.
        if (change.DroppedOps.Count + change.DroppedRejections.Count > 0) _header.PutLastPosition(_lastPosition);
        if (change.Subject is { } subject) _header.PutSubject(subject);
        if (change.Time is { } time) _header.PutTime(time);
    }

    /// <summary>Does something with the file; whatever fails leaves nothing half done.</summary>
    internal T Run<T>(Func<T> work)
    {
        if (_isBroken)
            throw new TopGunClientException(
                ClientError.ReplicaFailed, $"{_file.Path} failed in the middle of a write; dispose of the client and open it again.");
        try
        {
            return work();
        }
        catch (SqliteErrorException error)
        {
            RollBack();
            var explained = ReplicaFile.Explain(_file.Path, error);
            if (explained.Error == ClientError.ReplicaDamaged) _file.MarkDamaged();
            throw explained;
        }
        catch (FormatException error)
        {
            RollBack();
            _file.MarkDamaged();
            throw ReplicaFile.Damaged(_file.Path, error);
        }
        catch (Exception)
        {
            // Of our own making, such as a value without a form; half a step must not go with the next one.
            RollBack();
            throw;
        }
    }

    // Some failures have rolled back by themselves.
    private void RollBack()
    {
        try
        {
            if (_file.Database.IsInTransaction) _file.Database.Execute("ROLLBACK");
        }
        catch (SqliteErrorException)
        {
            _isBroken = true;
        }
    }
}
