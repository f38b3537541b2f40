namespace TopGun.Core.Calls;

/// <summary>By what a repeat of a write is known.</summary>
/// <param name="Key">The caller's idempotency key.</param>
/// <param name="Digest">SHA-256 of what is written: a repeat writes the same.</param>
public sealed record KeyedWrite(string Key, ReadOnlyMemory<byte> Digest);
