using TopGun.Core.Maps;
using TopGun.Core.Registrations;
using TopGun.Core.Sync;
using TopGun.Protocol.Frames;

namespace TopGun.Protocol.Resolvers;

/// <summary>What is asked of resolvers, and its form on the wire.</summary>
internal static class ResolverRequestMapping
{
    public static Wire.ResolverCall ToWire(ResolverCall call)
    {
        var wire = new Wire.ResolverCall { CallId = checked((uint)call.CallId) };
        switch (call.Request)
        {
            case RegisterResolver register: wire.Register = ToWire(register); break;
            case UnregisterResolver unregister: wire.Unregister = new() { Map = unregister.Map, Name = unregister.Name }; break;
            case ListResolvers list: wire.List = new() { Map = list.Map ?? "", PageToken = list.PageToken }; break;
            case DryRunResolver dryRun: wire.DryRun = ToWire(dryRun); break;
            default: throw new ArgumentException($"A request of type {call.Request.GetType().Name} has no form on the wire.", nameof(call));
        }

        return wire;
    }

    public static ResolverCall FromWire(Wire.ResolverCall wire, SyncLimits limits)
    {
        var id = Check.Int(wire.CallId, "Call id", 1);
        return new ResolverCall(id, wire.RequestCase switch
        {
            Wire.ResolverCall.RequestOneofCase.Register => FromWire(wire.Register, limits),
            Wire.ResolverCall.RequestOneofCase.Unregister => FromWire(wire.Unregister, limits),
            Wire.ResolverCall.RequestOneofCase.List => FromWire(wire.List, limits),
            Wire.ResolverCall.RequestOneofCase.DryRun => FromWire(wire.DryRun, limits),
            _ => throw Check.Invalid($"The resolver call has no request that is known here."),
        });
    }

    public static RegisterResolver FromWire(Wire.RegisterResolverRequest wire, SyncLimits limits)
        => new(Check.MapName(wire.Map, limits), DefinitionMapping.FromWire(wire.Resolver), wire.Replace);

    public static UnregisterResolver FromWire(Wire.UnregisterResolverRequest wire, SyncLimits limits)
        => new(Check.MapName(wire.Map, limits), wire.Name);

    public static ListResolvers FromWire(Wire.ListResolversRequest wire, SyncLimits limits)
        => new(wire.Map.Length > 0 ? Check.MapName(wire.Map, limits) : null, wire.PageToken);

    public static DryRunResolver FromWire(Wire.DryRunResolverRequest wire, SyncLimits limits)
    {
        Check.Present(wire.Write, "Write");
        var fault = WriteMapping.Read(wire.Write, limits, out var write);
        return new DryRunResolver(
            Check.MapName(wire.Map, limits), wire.Resolver is null ? null : DefinitionMapping.FromWire(wire.Resolver), write, fault);
    }

    private static Wire.RegisterResolverRequest ToWire(RegisterResolver register)
        => new() { Map = register.Map, Resolver = DefinitionMapping.ToWire(register.Definition), Replace = register.Replace };

    private static Wire.DryRunResolverRequest ToWire(DryRunResolver dryRun) => new()
    {
        Map = dryRun.Map,
        Resolver = dryRun.Definition is { } definition ? DefinitionMapping.ToWire(definition) : null,
        Write = WriteMapping.ToWire(dryRun.Write!),
    };
}
