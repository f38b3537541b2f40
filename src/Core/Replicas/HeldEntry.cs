using TopGun.Core.Digests;

namespace TopGun.Core.Replicas;

/// <summary>A live confirmed record in the digest trie of a replica.</summary>
internal readonly record struct HeldEntry(string Key, Digest Entry);
