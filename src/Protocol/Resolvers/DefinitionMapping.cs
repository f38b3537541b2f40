using TopGun.Core.Registrations;
using TopGun.Protocol.Frames;

namespace TopGun.Protocol.Resolvers;

/// <summary>Definitions of resolvers, and their form on the wire. Whether one is right, the server's forge says: a wrong one ends no stream.</summary>
internal static class DefinitionMapping
{
    public static Wire.ResolverDefinition ToWire(ResolverDefinition definition)
    {
        var wire = new Wire.ResolverDefinition { Name = definition.Name, KeyPattern = definition.KeyPattern };
        if (definition.Priority is { } priority) wire.Priority = checked((uint)priority);
        switch (definition.Rule)
        {
            case ScriptRule script: wire.Code = script.Code; break;
            case BuiltInRule rule:
                wire.BuiltIn = new() { Kind = rule.Kind, Fields = { rule.Fields }, Reason = rule.Reason ?? "", MayBeRemoved = rule.MayBeRemoved };
                break;
        }

        return wire;
    }

    public static ResolverDefinition FromWire(Wire.ResolverDefinition? wire)
    {
        Check.Present(wire, "Resolver");
        return new ResolverDefinition(
            wire!.Name,
            RuleOf(wire),
            wire.HasPriority ? (int)Math.Min(wire.Priority, int.MaxValue) : null,
            wire.KeyPattern.Length > 0 ? wire.KeyPattern : "*");
    }

    private static ResolverRule? RuleOf(Wire.ResolverDefinition wire) => wire.RuleCase switch
    {
        Wire.ResolverDefinition.RuleOneofCase.Code => new ScriptRule(wire.Code),
        Wire.ResolverDefinition.RuleOneofCase.BuiltIn => new BuiltInRule(
            wire.BuiltIn.Kind, [.. wire.BuiltIn.Fields], wire.BuiltIn.Reason.Length > 0 ? wire.BuiltIn.Reason : null, wire.BuiltIn.MayBeRemoved),
        _ => null,
    };
}
