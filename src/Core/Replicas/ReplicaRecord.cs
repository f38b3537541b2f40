namespace TopGun.Core.Replicas;

/// <summary>A confirmed record as a replica keeps it; a removed one too, so that what is written next is stamped above it.</summary>
/// <param name="Key">The key.</param>
/// <param name="Version">The version that changed it last.</param>
/// <param name="Generation">The generation of the replica in which it came.</param>
/// <param name="IsLive">Whether the key has a value.</param>
/// <param name="Bytes">The serialised record, as the server sent it.</param>
public readonly record struct ReplicaRecord(string Key, long Version, int Generation, bool IsLive, ReadOnlyMemory<byte> Bytes);
