namespace TopGun.Server.Maps;

/// <summary>Load a map.</summary>
/// <param name="Map">The map.</param>
/// <param name="Loaded">It can be read.</param>
/// <param name="Failed">It can't be read now, for this reason.</param>
internal sealed record LoadWork(string Map, Action Loaded, Action<Exception> Failed) : PartitionWork(Map);
