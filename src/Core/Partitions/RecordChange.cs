namespace TopGun.Core.Partitions;

/// <summary>A record as a commit leaves it, and as a store holds it.</summary>
/// <param name="Map">The map.</param>
/// <param name="Key">The key.</param>
/// <param name="Version">The version that changed it last.</param>
/// <param name="Bytes">The serialised record; a removal too.</param>
/// <param name="Owner">The user whose write made the record; null when it is absent, or was made before that was noted. It never travels.</param>
/// <param name="ExpiresAtMs">When its expiry removes it, as its bytes say too, in milliseconds of server time; 0 for never.</param>
public readonly record struct RecordChange(string Map, string Key, long Version, byte[] Bytes, string? Owner = null, long ExpiresAtMs = 0);
