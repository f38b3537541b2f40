using TopGun.Core.Replicas;

namespace TopGun.Client.Tests.Replicas;

/// <summary>The contract of stores, in memory.</summary>
public sealed class MemoryReplicaStoreTests : ReplicaStoreContract
{
    protected override bool IsPersistent => false;

    protected override IReplicaStore Open() => new MemoryReplicaStore("n1");
}
