namespace TopGun.Core.Partitions;

/// <summary>A record as a commit leaves it.</summary>
/// <param name="Map">The map.</param>
/// <param name="Key">The key.</param>
/// <param name="Version">The version that changed it last.</param>
/// <param name="Bytes">The serialised record; a removal too.</param>
public readonly record struct RecordChange(string Map, string Key, long Version, byte[] Bytes);
