using TopGun.Core.Calls;
using TopGun.Core.Partitions;

namespace TopGun.Server.Storage.Backups;

/// <summary>All that a store holds of a map.</summary>
/// <param name="Map">What is loaded of it.</param>
/// <param name="Keyed">What became of its keyed writes.</param>
internal sealed record SnapshotMap(StoredMap Map, IReadOnlyCollection<KeyedOutcome> Keyed);
