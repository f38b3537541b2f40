using TopGun.Core.Replicas;

namespace TopGun.Client.Tests.Replicas;

/// <summary>A store whose commits fail when a test says so.</summary>
internal sealed class FailingStore(IReplicaStore inner) : IReplicaStore
{
    /// <summary>Which commits fail.</summary>
    public Func<ReplicaChange, bool> Failing { get; set; } = _ => false;

    public ReplicaState Load() => inner.Load();

    public ReplicaRecord? Find(string map, string key) => inner.Find(map, key);

    public IReadOnlyList<ReplicaRecord> Scan(string map, string? after, int most) => inner.Scan(map, after, most);

    public IPartStore Parts => inner.Parts;

    public void Commit(ReplicaChange change)
    {
        if (Failing(change)) throw new TopGunClientException(ClientError.ReplicaFailed, "The disk is full.");
        inner.Commit(change);
    }

    public void Dispose() => inner.Dispose();
}
