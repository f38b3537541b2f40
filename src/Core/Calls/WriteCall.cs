using TopGun.Core.Sync;

namespace TopGun.Core.Calls;

/// <summary>A write, or several of which all count or none, that a caller without an op log asks for.</summary>
/// <param name="Map">The map.</param>
/// <param name="Writes">The writes; none when they can't be looked at.</param>
/// <param name="Keyed">By what a repeat is known; null when a repeat is another write.</param>
/// <param name="Fault">Why the writes can't be looked at, or null.</param>
public sealed record WriteCall(string Map, IReadOnlyList<OpWrite> Writes, KeyedWrite? Keyed = null, OpFault? Fault = null)
{
    /// <summary>What resolvers see as the node that writes.</summary>
    public const string NodeId = "map-service";

    /// <summary>What the writes take at most, in bytes.</summary>
    public long SizeBound => Writes.Sum(part => Maps.WriteSize.Bound(part.Write));
}
