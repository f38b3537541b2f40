namespace TopGun.Core.Replicas;

/// <summary>Where a replica lives on its device. Calls come one at a time.</summary>
public interface IReplicaStore : IDisposable
{
    /// <summary>Reads everything but the records.</summary>
    ReplicaState Load();

    /// <summary>Reads one confirmed record, removed ones too; null when nothing of the key is held.</summary>
    ReplicaRecord? Find(string map, string key);

    /// <summary>Reads the confirmed records of a map, removed ones too, in the byte order of their keys' UTF-8.</summary>
    /// <param name="map">The map.</param>
    /// <param name="after">Begins after this key; null for the first.</param>
    /// <param name="most">At most so many.</param>
    IReadOnlyList<ReplicaRecord> Scan(string map, string? after, int most);

    /// <summary>The rows of the parts that are held.</summary>
    IPartStore Parts { get; }

    /// <summary>Makes one step durable: when it returns, the step survives a crash of process and device; all of it or none (INV-REP-1).</summary>
    void Commit(ReplicaChange change);
}
