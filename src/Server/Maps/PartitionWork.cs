namespace TopGun.Server.Maps;

/// <summary>What a partition's executor is asked to do. Exactly one of its answers is called, from the executor, so it must return at once.</summary>
/// <param name="Map">The map, which is loaded first unless it says otherwise.</param>
internal abstract record PartitionWork(string Map);
