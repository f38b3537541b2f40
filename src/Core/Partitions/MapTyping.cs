using TopGun.Core.Maps;

namespace TopGun.Core.Partitions;

/// <summary>A map has got its type, with the first change that is in the same commit.</summary>
/// <param name="Map">The map.</param>
/// <param name="Type">Its type; it never changes.</param>
public readonly record struct MapTyping(string Map, MapType Type);
