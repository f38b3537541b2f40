using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using TopGun.Core.Partitions;
using TopGun.Server.Storage;

namespace TopGun.Server.Maps;

/// <summary>A partition in memory, in step with its store: its executor changes it, everybody reads its committed state.</summary>
internal sealed class OwnedPartition(PartitionId id, IStore store, PartitionSettings settings, ILogger logger)
{
    // Held while committed state changes, and while it is read.
    private readonly Lock _gate = new();
    private readonly ulong _epoch = NewEpoch();
    private readonly HashSet<string> _loaded = new(StringComparer.Ordinal);
    private Partition? _partition;
    private bool _isInDoubt;

    /// <summary>The partition, for its executor alone. It was prepared.</summary>
    public Partition Partition => _partition ?? throw new InvalidOperationException("The partition was not taken yet.");

    /// <summary>Whether a map can be written without asking the store first.</summary>
    public bool IsReady(string map) => !_isInDoubt && _loaded.Contains(map);

    /// <summary>Reads committed state, of a map that was prepared once.</summary>
    public TResult Read<TResult>(Func<Partition, TResult> read)
    {
        lock (_gate) return read(Partition);
    }

    /// <summary>Makes a map ready to be written.</summary>
    /// <exception cref="StoreUnavailableException">Not now; what was in memory can still be read.</exception>
    /// <exception cref="DeposedOwnerException">Another process owns the partition.</exception>
    public async ValueTask PrepareAsync(string map)
    {
        if (_partition is null || _isInDoubt) await TakeAsync();
        if (_loaded.Contains(map)) return;

        var stored = await store.LoadAsync(map, CancellationToken.None);
        lock (_gate) Partition.Load(stored);
        _loaded.Add(map);
    }

    /// <summary>Shows a commit that has become durable.</summary>
    public PartitionCommit Publish()
    {
        lock (_gate) return Partition.Publish();
    }

    /// <summary>Drops everything that was judged since the last published commit.</summary>
    public void Discard() => Partition.Discard();

    /// <summary>Drops it too; and since the commit may have been stored all the same, nothing is judged before the store was asked.</summary>
    public void Doubt()
    {
        Discard();
        _isInDoubt = true;
    }

    // Taking the partition waits for a commit in doubt. What clients send again is then known, or not.
    private async Task TakeAsync()
    {
        var stored = await store.TakeAsync(id, _epoch, CancellationToken.None);
        var partition = new Partition(id, stored, _epoch, settings.Options, settings.Codec, settings.Access, settings.Resolvers);
        foreach (var map in _loaded) partition.Load(await store.LoadAsync(map, CancellationToken.None));
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
