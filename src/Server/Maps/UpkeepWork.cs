using TopGun.Core.Partitions;

namespace TopGun.Server.Maps;

/// <summary>Do what time asks for in a map, in the order of its batches; little at once, so that none of them waits for long.</summary>
/// <param name="Map">The map.</param>
/// <param name="Act">Does it, given the time in Unix milliseconds. It may be done again, when a commit in which others lay was refused.</param>
/// <param name="Done">Is called once the commit in which it lies is durable.</param>
/// <param name="NotNow">Is called when it can't be stored now.</param>
internal sealed record UpkeepWork(string Map, Action<Partition, long> Act, Action Done, Action NotNow) : PartitionWork(Map);
