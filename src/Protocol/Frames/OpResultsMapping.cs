using TopGun.Core.Sync;

namespace TopGun.Protocol.Frames;

/// <summary>What became of ops, and its form on the wire.</summary>
internal static class OpResultsMapping
{
    public static Wire.OpResults ToWire(OpResults results) => new()
    {
        Map = results.Map,
        Writer = WriterMapping.ToWire(results.Writer),
        Epoch = results.Epoch,
        Results = { results.Results.Select(ToWire) },
    };

    public static OpResults FromWire(Wire.OpResults wire) => new(
        Check.MapName(wire.Map),
        WriterMapping.FromWire(wire.Writer),
        wire.Epoch,
        [.. wire.Results.Select(FromWire)]);

    public static Wire.BatchStopped ToWire(BatchStopped stopped) => new()
    {
        Map = stopped.Map,
        Writer = WriterMapping.ToWire(stopped.Writer),
        Error = ErrorMapping.ToWire(stopped.Error),
        NextNumber = checked((ulong)stopped.NextNumber),
    };

    public static BatchStopped FromWire(Wire.BatchStopped wire) => new(
        Check.MapName(wire.Map),
        WriterMapping.FromWire(wire.Writer),
        ErrorMapping.FromWire(wire.Error),
        Check.Long(wire.NextNumber, "Next number"));

    private static Wire.OpResult ToWire(OpResult result) => new()
    {
        Number = checked((ulong)result.Number),
        OpId = result.OpId,
        // Core numbers the codes as the contract does; a test compares the two.
        Code = (Wire.OpResultCode)result.Code,
        Version = checked((ulong)result.Version),
        Stamped = result.Stamped is { } stamped ? TimestampMapping.ToWire(stamped) : null,
        Reason = PeopleText.Cut(result.Reason ?? ""),
        Resolver = result.Resolver ?? "",
        Key = result.Key ?? "",
    };

    private static OpResult FromWire(Wire.OpResult wire) => new(
        Check.Long(wire.Number, "Op number", 1),
        wire.OpId,
        FromWire(wire.Code),
        Check.Long(wire.Version, "Version"),
        wire.Stamped is { } stamped ? TimestampMapping.FromWire(stamped) : null,
        wire.Reason.Length > 0 ? wire.Reason : null,
        wire.Resolver.Length > 0 ? wire.Resolver : null,
        wire.Key.Length > 0 ? wire.Key : null);

    // Not by a cast alone: Core's codes are bytes, and 257 would turn into 1.
    private static OpResultCode FromWire(Wire.OpResultCode wire)
        => wire is > Wire.OpResultCode.Unspecified and <= Wire.OpResultCode.TypeMismatch
            ? (OpResultCode)wire
            : throw Check.Invalid($"Result with code {(int)wire}, which is not known here.");
}
