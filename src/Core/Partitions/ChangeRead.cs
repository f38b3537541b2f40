using TopGun.Core.Sync;

namespace TopGun.Core.Partitions;

/// <summary>What changed in a map since a cursor, as far as one page holds it.</summary>
/// <param name="Records">The changed records, in the order of their versions.</param>
/// <param name="To">What a replica has seen that takes them.</param>
/// <param name="More">Whether more follows.</param>
public readonly record struct ChangeRead(IReadOnlyList<ChangedRecord> Records, Cursor To, bool More);
