using TopGun.Core.Registrations;
using TopGun.Core.Resolvers;
using TopGun.Core.Sync;
using TopGun.Protocol.Frames;

namespace TopGun.Protocol.Resolvers;

/// <summary>What is answered about resolvers, and its form on the wire.</summary>
internal static class ResolverResponseMapping
{
    public static Wire.ResolverReply ToWire(ResolverReply reply)
    {
        var wire = new Wire.ResolverReply { CallId = checked((uint)reply.CallId) };
        switch (reply.Response)
        {
            case ResolverRegistered registered: wire.Register = ToWire(registered); break;
            case ResolverUnregistered unregistered: wire.Unregister = ToWire(unregistered); break;
            case ResolverList list: wire.List = ToWire(list); break;
            case DryRunOutcome outcome: wire.DryRun = DryRunMapping.ToWire(outcome); break;
            case ResolverRefused refused: wire.Error = ErrorMapping.ToWire(refused.Error); break;
            default: throw new ArgumentException($"A response of type {reply.Response.GetType().Name} has no form on the wire.", nameof(reply));
        }

        return wire;
    }

    public static ResolverReply FromWire(Wire.ResolverReply wire) => new(Check.Int(wire.CallId, "Call id", 1), wire.ResponseCase switch
    {
        Wire.ResolverReply.ResponseOneofCase.Register => new ResolverRegistered(Check.Int(wire.Register.Claims, "Claims")),
        Wire.ResolverReply.ResponseOneofCase.Unregister => new ResolverUnregistered(Check.Int(wire.Unregister.Claims, "Claims")),
        Wire.ResolverReply.ResponseOneofCase.List => new ResolverList([.. wire.List.Resolvers.Select(FromWire)], wire.List.NextPageToken),
        Wire.ResolverReply.ResponseOneofCase.DryRun => DryRunMapping.FromWire(wire.DryRun),
        Wire.ResolverReply.ResponseOneofCase.Error => new ResolverRefused(ErrorMapping.FromWire(wire.Error)),
        _ => throw Check.Invalid($"The resolver reply has no response that is known here."),
    });

    public static Wire.RegisterResolverResponse ToWire(ResolverRegistered registered) => new() { Claims = checked((uint)registered.Claims) };

    public static Wire.UnregisterResolverResponse ToWire(ResolverUnregistered unregistered) => new() { Claims = checked((uint)unregistered.Claims) };

    public static Wire.ListResolversResponse ToWire(ResolverList list) => new() { Resolvers = { list.Resolvers.Select(ToWire) }, NextPageToken = list.NextPageToken };

    private static Wire.ListedResolver ToWire(ListedResolver listed) => new()
    {
        Map = listed.Map,
        Resolver = DefinitionMapping.ToWire(listed.Definition),
        Origin = listed.Origin == ResolverOrigin.Server ? Wire.ResolverOrigin.Server : Wire.ResolverOrigin.Client,
        Claims = checked((uint)listed.Claims),
        IsMine = listed.IsMine,
    };

    private static ListedResolver FromWire(Wire.ListedResolver wire) => new(
        Check.MapName(wire.Map),
        DefinitionMapping.FromWire(wire.Resolver),
        wire.Origin == Wire.ResolverOrigin.Server ? ResolverOrigin.Server : ResolverOrigin.Client,
        Check.Int(wire.Claims, "Claims"),
        wire.IsMine);
}
