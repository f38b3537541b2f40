using TopGun.Core.Maps;

namespace TopGun.Protocol;

/// <summary>Types of maps, and their form on the wire.</summary>
internal static class MapTypeMapping
{
    // Core numbers the types as the contract does; a test compares the two.
    public static Wire.MapType ToWire(MapType type) => (Wire.MapType)type;

    /// <summary>The type; none for one that is not known here, of which nothing can be said.</summary>
    public static MapType FromWire(Wire.MapType wire) => wire is >= Wire.MapType.Unspecified and <= Wire.MapType.PnCounter ? (MapType)wire : MapType.None;
}
