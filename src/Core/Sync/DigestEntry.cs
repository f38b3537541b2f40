using TopGun.Core.Digests;

namespace TopGun.Core.Sync;

/// <summary>A live record below a prefix.</summary>
/// <param name="Key">The key.</param>
/// <param name="Version">The version that changed it last.</param>
/// <param name="Bytes">The serialised record; null where only its digest came.</param>
/// <param name="Digest">The digest of the entry; <see cref="Digest.Empty"/> where the record itself came.</param>
public readonly record struct DigestEntry(string Key, long Version, ReadOnlyMemory<byte>? Bytes, Digest Digest);
