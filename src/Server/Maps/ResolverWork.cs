using TopGun.Core.Partitions;
using TopGun.Core.Registrations;

namespace TopGun.Server.Maps;

/// <summary>Do something with a map's resolvers, in the order of its batches.</summary>
/// <param name="Map">The map.</param>
/// <param name="Act">Does it, given the time in Unix milliseconds. It may be done again, when a commit in which others lay was refused.</param>
/// <param name="Done">Is given the answer, once the commit in which it lies is durable or has failed.</param>
internal sealed record ResolverWork(string Map, Func<Partition, long, ResolverResponse> Act, Action<ResolverResponse> Done) : PartitionWork(Map);
