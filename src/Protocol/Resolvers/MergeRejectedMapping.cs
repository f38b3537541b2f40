using Google.Protobuf;
using TopGun.Core.Maps;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Protocol.Frames;

namespace TopGun.Protocol.Resolvers;

/// <summary>Refusals by resolvers, and their form on the wire.</summary>
internal static class MergeRejectedMapping
{
    // Whose write it is accepted it under other limits, perhaps.
    private static readonly SyncLimits NoLimits = new()
    {
        MaxKeyBytes = int.MaxValue,
        MaxFieldNameBytes = int.MaxValue,
        MaxValueBytes = int.MaxValue,
        MaxValueDepth = ValueMeasure.DeepestLook,
    };

    public static Wire.MergeRejected ToWire(MergeRejected rejected)
    {
        var wire = new Wire.MergeRejected
        {
            Map = rejected.Map,
            Writer = WriterMapping.ToWire(rejected.Writer),
            Number = checked((ulong)rejected.Number),
            OpId = rejected.OpId,
            Key = rejected.Attempted?.Key ?? "",
            Code = (Wire.OpResultCode)rejected.Code,
            Reason = PeopleText.Cut(rejected.Reason),
            Resolver = rejected.Resolver,
            At = rejected.At is { } at ? TimestampMapping.ToWire(at) : null,
            Attempted = rejected.Attempted is { } attempted ? WriteMapping.ToWire(attempted) : null,
        };
        // Records never change, so the bytes need no copy.
        if (rejected.Current is { } current) wire.Current = UnsafeByteOperations.UnsafeWrap(current);
        return wire;
    }

    public static MergeRejected FromWire(Wire.MergeRejected wire)
    {
        if (wire.Code is not (Wire.OpResultCode.MergeRejected or Wire.OpResultCode.ResolverFailed))
            throw Check.Invalid($"Refusal with code {(int)wire.Code}; MERGE_REJECTED and RESOLVER_FAILED are valid.");
        Write? attempted = null;
        if (wire.Attempted is not null && WriteMapping.Read(wire.Attempted, NoLimits, out attempted) is { } fault)
            throw Check.Invalid($"The write of a refusal can't be read: {fault.Reason}");
        return new MergeRejected(
            Check.MapName(wire.Map),
            WriterMapping.FromWire(wire.Writer),
            Check.Long(wire.Number, "Op number", 1),
            wire.OpId,
            (OpResultCode)wire.Code,
            wire.Reason,
            wire.Resolver,
            wire.At is null ? null : TimestampMapping.FromWire(wire.At),
            attempted,
            wire.HasCurrent ? wire.Current.Memory : default(ReadOnlyMemory<byte>?));
    }
}
