using TopGun.Core.Maps;
using TopGun.Core.Sync;

namespace TopGun.Core.Registrations;

/// <summary>Asks what would become of a write.</summary>
/// <param name="Map">The map.</param>
/// <param name="Definition">A resolver to try beside those in force, in the place of the one with its name; null for those in force alone.</param>
/// <param name="Write">The write; null when it can't be looked at.</param>
/// <param name="Fault">Why it can't, or null.</param>
public sealed record DryRunResolver(string Map, ResolverDefinition? Definition, Write? Write, OpFault? Fault = null) : ResolverRequest
{
    /// <summary>What resolvers see as the node that writes.</summary>
    public const string NodeId = "dry-run";
}
