namespace TopGun.Server.Maps;

/// <summary>Take a map out of memory, if it is still true that nobody needs it there. It is not loaded for that.</summary>
/// <param name="Map">The map.</param>
/// <param name="UnusedSinceMs">It was not used after this time, in Unix milliseconds; otherwise it stays.</param>
internal sealed record UnloadWork(string Map, long UnusedSinceMs) : PartitionWork(Map);
