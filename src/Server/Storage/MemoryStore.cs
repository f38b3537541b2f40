using TopGun.Core.Calls;
using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Registrations;
using TopGun.Core.Sync;
using TopGun.Core.Values;

namespace TopGun.Server.Storage;

/// <summary>A store that forgets everything when the process ends; all its other promises are the same.</summary>
/// <remarks>For tests, and for trying things out without a file. Disposing of it does nothing, so that it can be opened again.</remarks>
public sealed class MemoryStore : IStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<PartitionId, MemoryPartition> _partitions = [];
    private readonly Dictionary<string, MemoryMap> _maps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _subjects = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<StoreFailedException> Failure { get; } = new TaskCompletionSource<StoreFailedException>().Task;

    /// <inheritdoc/>
    public ValueTask<StoredPartition> TakeAsync(PartitionId partition, ulong epoch, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(epoch);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (!_partitions.TryGetValue(partition, out var known)) _partitions[partition] = known = new MemoryPartition();
            return new(known.Take(epoch));
        }
    }

    /// <inheritdoc/>
    public ValueTask<StoredMap> LoadAsync(string map, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate) return new(_maps.GetValueOrDefault(map)?.ToStored(map) ?? new StoredMap(map, [], []));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<MapRegistrations>> ListRegistrationsAsync(string from, int most, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
            return new([.. _maps
                .Where(map => Utf8Order.Compare(map.Key, from) >= 0 && map.Value.Registrations.Length > 0)
                .OrderBy(map => map.Key, Utf8Order.Comparer)
                .Take(most)
                .Select(map => new MapRegistrations(map.Key, map.Value.Registrations))]);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<MapExpiry>> ListExpiringAsync(string from, int most, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
            return new([.. _maps
                .Where(map => Utf8Order.Compare(map.Key, from) >= 0 && map.Value.FirstExpiryMs < long.MaxValue)
                .OrderBy(map => map.Key, Utf8Order.Comparer)
                .Take(most)
                .Select(map => new MapExpiry(map.Key, map.Value.FirstExpiryMs))]);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<KeyedOutcome>> FindKeyedAsync(string map, string subject, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate) return new([.. keys.Select(key => _maps.GetValueOrDefault(map)?.FindKeyed(subject, key)).OfType<KeyedOutcome>()]);
    }

    /// <inheritdoc/>
    public ValueTask CommitAsync(PartitionCommit commit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (_partitions.GetValueOrDefault(commit.Partition) is not { } partition) throw Fence.Deposed(commit, 0, 0);
            partition.Advance(commit);
            foreach (var collected in commit.Collected) MapOf(collected.Map).Take(collected);
            foreach (var record in commit.Records) MapOf(record.Map).Take(record);
            foreach (var typing in commit.Types) MapOf(typing.Map).Type = typing.Type;
            foreach (var writer in commit.Writers) MapOf(writer.Map).Take(writer);
            foreach (var change in commit.Registrations) MapOf(change.Map).Take(change);
            foreach (var keyed in commit.Keyed) MapOf(keyed.Map).Take(keyed);
            return ValueTask.CompletedTask;
        }
    }

    /// <inheritdoc/>
    public ValueTask<string> BindNodeAsync(string nodeId, string subject, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _subjects.TryAdd(nodeId, subject);
            return new(_subjects[nodeId]);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private MemoryMap MapOf(string name)
    {
        if (!_maps.TryGetValue(name, out var map)) _maps[name] = map = new MemoryMap();
        return map;
    }

    private sealed class MemoryPartition
    {
        private readonly List<EpochStart> _epochs = [];
        private readonly List<TimeMark> _marks = [];
        private StoredPartition _stored = StoredPartition.Empty;
        private ulong _owner;

        public StoredPartition Take(ulong epoch)
        {
            _owner = epoch;
            return _stored with { Epochs = [.. _epochs], Marks = [.. _marks] };
        }

        public void Advance(PartitionCommit commit)
        {
            if (commit.Epoch != _owner || commit.ExpectedHead != _stored.Head) throw Fence.Deposed(commit, _owner, _stored.Head);
            if (commit.NewHead > commit.ExpectedHead && (_epochs.Count == 0 || _epochs[^1].Epoch != commit.Epoch))
                _epochs.Add(new EpochStart(commit.Epoch, commit.ExpectedHead + 1));
            _marks.RemoveAll(mark => mark.AtMs < commit.MarksFromMs);
            if (commit.Mark is { } noted) _marks.Add(noted);
            _stored = new StoredPartition(commit.NewHead, [], commit.ClockHighWater);
        }
    }

    private sealed class MemoryMap
    {
        private readonly Dictionary<string, RecordChange> _records = new(StringComparer.Ordinal);
        private readonly Dictionary<WriterId, StoredWriter> _writers = [];
        private readonly StoredRegistrations _registrations = new();
        private readonly Dictionary<(string Subject, string Key), KeyedOutcome> _keyed = [];
        private MapHorizon _horizon;

        public MapType Type { get; set; }

        public Registration[] Registrations => _registrations.All;

        public long FirstExpiryMs => _records.Values.Where(record => record.ExpiresAtMs > 0).Select(record => record.ExpiresAtMs).DefaultIfEmpty(long.MaxValue).Min();

        public void Take(RecordChange record) => _records[record.Key] = record;

        public void Take(MapCollection collected)
        {
            _horizon = collected.Horizon;
            foreach (var key in collected.Keys) _records.Remove(key);
        }

        public void Take(WriterChange change)
        {
            if (change.IsForgotten) _writers.Remove(change.Writer);
            else if (_writers.TryGetValue(change.Writer, out var known)) known.Take(change);
            else _writers[change.Writer] = new StoredWriter(change);
        }

        public void Take(RegistrationChange change) => _registrations.Take(change);

        public void Take(KeyedOutcome keyed) => _keyed[(keyed.Subject, keyed.Write.Key)] = keyed;

        public KeyedOutcome? FindKeyed(string subject, string key) => _keyed.GetValueOrDefault((subject, key));

        public StoredMap ToStored(string name)
            => new(name, [.. _records.Values.OrderBy(record => record.Version)], [.. _writers.Values.Select(writer => writer.ToChange())]) { Registrations = Registrations, Horizon = _horizon, Type = Type };
    }
}
