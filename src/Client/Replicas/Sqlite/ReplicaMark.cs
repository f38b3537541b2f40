namespace TopGun.Client.Replicas.Sqlite;

/// <summary>What stands in the lock file of a replica: one letter, or nothing.</summary>
internal enum ReplicaMark : byte
{
    /// <summary>Nothing is known of the file beside it.</summary>
    None = 0,

    /// <summary>It was opened as a replica.</summary>
    Replica = (byte)'r',

    /// <summary>It is a replica, and damage was seen in it.</summary>
    Damaged = (byte)'d',
}
