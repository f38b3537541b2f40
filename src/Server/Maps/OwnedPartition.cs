using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using TopGun.Core.Partitions;
using TopGun.Server.Resolvers;
using TopGun.Server.Storage;

namespace TopGun.Server.Maps;

/// <summary>A partition in memory, in step with its store: its executor changes it, everybody reads its committed state.</summary>
internal sealed class OwnedPartition(PartitionId id, IStore store, PartitionSettings settings, ILogger logger)
{
    // Held while committed state changes, and while it is read.
    private readonly Lock _gate = new();

    // Held by the executor while it waits for the gate and passes it. A lock is not fair: who comes again and again could keep the other one out.
    private readonly Lock _turn = new();

    // The maps that can be read, and when each was used last, in Unix milliseconds. Changed by the executor alone.
    private readonly ConcurrentDictionary<string, long> _loaded = new(StringComparer.Ordinal);
    private Partition? _partition;
    private DeposedOwnerException? _deposed;
    private bool _isInDoubt;

    /// <summary>The partition, for its executor alone. It was prepared.</summary>
    public Partition Partition => _partition ?? throw new InvalidOperationException("The partition was not taken yet.");

    /// <summary>Whether there is anything to read.</summary>
    public bool IsTaken
    {
        get
        {
            lock (_gate) return _partition is not null;
        }
    }

    /// <summary>Whether a map can be written without asking the store first.</summary>
    public bool IsReady(string map) => !_isInDoubt && _deposed is null && _loaded.ContainsKey(map);

    /// <summary>Whether what was judged makes a commit that is large enough.</summary>
    public bool HasGathered => _partition is { HasGathered: true };

    /// <summary>Reads committed state, of a map that was prepared once.</summary>
    public TResult Read<TResult>(Func<CommittedPartition, TResult> read)
    {
        lock (_gate) return read(Partition.Committed);
    }

    /// <summary>Returns when a commit that waits to be published is published. To be called between two reads that belong together, and not in one.</summary>
    public void GiveWay()
    {
        lock (_turn)
        {
        }
    }

    /// <summary>Does something with committed state, if there is any.</summary>
    public void TryRead(Action<CommittedPartition> act)
    {
        lock (_gate)
        {
            if (_partition is not null) act(_partition.Committed);
        }
    }

    /// <summary>Whether a commit may have been stored although nobody was told.</summary>
    public bool IsInDoubt => _isInDoubt && _deposed is null;

    /// <summary>The maps that can be read.</summary>
    public IEnumerable<string> Loaded => _loaded.Keys;

    /// <summary>The maps that were not used after a time, in Unix milliseconds. May be asked by anybody.</summary>
    public IEnumerable<string> UnusedSince(long sinceMs) => _loaded.Where(map => map.Value <= sinceMs).Select(map => map.Key);

    /// <summary>A map is used.</summary>
    public void Use(string map) => _loaded[map] = settings.NowMs;

    /// <summary>Takes a map out of memory, if it was not used since, and nothing of it would be lost (INV-IDL-1).</summary>
    public void Unload(string map, long unusedSinceMs)
    {
        if (_partition is null || !_loaded.TryGetValue(map, out var usedMs) || usedMs > unusedSinceMs) return;
        lock (_gate)
        {
            // Where registrations live in memory only, this is the memory.
            if (!settings.Options.Registrations.AreStored && Partition.Committed.RegistrationsOf(map).Count > 0) return;
            if (Partition.Unload(map)) _loaded.TryRemove(map, out _);
        }
    }

    /// <summary>Makes a map ready to be written.</summary>
    /// <exception cref="StoreUnavailableException">Not now; what was in memory can still be read.</exception>
    /// <exception cref="StoreCorruptException">What the store holds of the map is damaged.</exception>
    /// <exception cref="DeposedOwnerException">Another process owns the partition.</exception>
    public async ValueTask PrepareAsync(string map)
    {
        if (_deposed is not null) throw new DeposedOwnerException(_deposed.Message, _deposed);
        if (_partition is null || _isInDoubt) await TakeAsync();
        if (_loaded.ContainsKey(map)) return;

        var stored = await store.LoadAsync(map, CancellationToken.None);
        if (!settings.Options.Registrations.AreStored && stored.Registrations.Count > 0) ResolverLog.LeftOut(logger, map, stored.Registrations.Count);
        lock (_gate) Partition.Load(Remembered(stored, null));
        Use(map);
    }

    private StoredMap Remembered(StoredMap stored, Partition? before) => stored with
    {
        // Where registrations live in memory only, a new term of the same process keeps them: those who made them are not told of it.
        Registrations = settings.Options.Registrations.AreStored ? stored.Registrations : before?.Committed.RegistrationsOf(stored.Name) ?? [],
    };

    /// <summary>Shows a commit that has become durable.</summary>
    public PartitionCommit Publish()
    {
        lock (_turn)
        {
            lock (_gate) return Partition.Publish();
        }
    }

    /// <summary>Drops everything that was judged since the last published commit.</summary>
    public void Discard() => Partition.Discard();

    /// <summary>Drops it too; and since the commit may have been stored all the same, nothing is judged before the store was asked.</summary>
    public void Doubt()
    {
        Discard();
        _isInDoubt = true;
    }

    /// <summary>Drops it, and steps down for good: taking the partition back would only depose the other owner in turn.</summary>
    public void StepDown(DeposedOwnerException reason)
    {
        Discard();
        _deposed = reason;
    }

    /// <summary>Takes the partition, for a term with an epoch of its own.</summary>
    /// <remarks>Taking waits for a commit in doubt. What it stored is shown from here on, and what clients send again is known, or not.</remarks>
    /// <exception cref="StoreUnavailableException">Not now; what was in memory can still be read.</exception>
    public async Task TakeAsync()
    {
        var epoch = NewEpoch();
        var stored = await store.TakeAsync(id, epoch, CancellationToken.None);
        var partition = new Partition(id, stored, epoch, settings.Options, settings.Codec, settings.Access, settings.Resolvers, settings.Strangers);
        foreach (var map in _loaded.Keys)
        {
            try
            {
                partition.Load(Remembered(await store.LoadAsync(map, CancellationToken.None), _partition));
            }
            catch (StoreCorruptException failure)
            {
                // One damaged map must not take the others of its partition along. Whoever asks for it again is told.
                PartitionLog.Corrupt(logger, id.Value, failure);
                _loaded.TryRemove(map, out _);
            }
        }

        PartitionLog.Taken(logger, id.Value, stored.Head);
        lock (_gate) _partition = partition;
        _isInDoubt = false;
    }

    private static ulong NewEpoch()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        ulong epoch;
        do
        {
            RandomNumberGenerator.Fill(bytes);
            epoch = BitConverter.ToUInt64(bytes);
        }
        while (epoch == 0);
        return epoch;
    }
}
