namespace TopGun.Client;

/// <summary>What a client does with a replica file that is damaged.</summary>
public enum DamagedReplica
{
    /// <summary>It moves the file away, saves the writes in it that can be read, and fills a new one from the server.</summary>
    SetAside,

    /// <summary>It does not open: <see cref="ClientError.ReplicaDamaged"/>. Nothing is moved or changed.</summary>
    Refuse,
}
