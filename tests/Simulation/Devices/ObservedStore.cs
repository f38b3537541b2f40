using TopGun.Core.Replicas;
using TopGun.Simulation.World;

namespace TopGun.Simulation.Devices;

/// <summary>A device's store that tells the checkers of every step, and that may be the last thing its process sees.</summary>
public sealed class ObservedStore(MemoryReplicaStore inner, Action<ReplicaChange> stored) : IReplicaStore
{
    /// <summary>Draws whether the process dies in this step; null for never.</summary>
    public Func<bool>? Dies { get; set; }

    /// <summary>The store itself.</summary>
    public MemoryReplicaStore Inner { get; } = inner;

    /// <inheritdoc/>
    public ReplicaState Load() => Inner.Load();

    /// <inheritdoc/>
    public ReplicaRecord? Find(string map, string key) => Inner.Find(map, key);

    /// <inheritdoc/>
    public IReadOnlyList<ReplicaRecord> Scan(string map, string? after, int most) => Inner.Scan(map, after, most);

    /// <inheritdoc/>
    public IPartStore Parts => Inner.Parts;

    /// <inheritdoc/>
    public void Commit(ReplicaChange change)
    {
        if (Dies?.Invoke() == true) throw new DeviceCrashedException();
        stored(change);
        Inner.Commit(change);
        if (Dies?.Invoke() == true) throw new DeviceCrashedException();
    }

    /// <inheritdoc/>
    public void Dispose() => Inner.Dispose();
}
