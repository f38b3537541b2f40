using TopGun.Core.Maps;

namespace TopGun.Core.Replicas;

/// <summary>A write is for a map of another type than the map is known to be. It did not take place.</summary>
/// <param name="map">The map.</param>
/// <param name="type">What it holds: as the server has said, or as a write says that waits in the op log.</param>
/// <param name="asked">What the write is for.</param>
/// <param name="cure">What to do instead; null where a map of another name is the cure.</param>
public sealed class MapTypeException(string map, MapType type, MapType asked, string? cure = null)
    : Exception($"Map {map} is of type {type}, and the write is for one of type {asked}. {cure ?? "A map's first change decides its type; take a map of another name."}")
{
    /// <summary>The map.</summary>
    public string Map { get; } = map;

    /// <summary>What it holds.</summary>
    public MapType Type { get; } = type;

    /// <summary>What the write is for.</summary>
    public MapType Asked { get; } = asked;
}
