using TopGun.Core.Sync;

namespace TopGun.Protocol.Frames;

/// <summary>Welcome, and its form on the wire.</summary>
internal static class WelcomeMapping
{
    public static Wire.Welcome ToWire(Welcome welcome) => new()
    {
        Version = checked((uint)welcome.Version),
        Features = { welcome.Features },
        Limits = ToWire(welcome.Limits),
        ServerTimeMs = checked((ulong)welcome.ServerTimeMs),
        Subject = welcome.Subject,
        HeartbeatMs = checked((uint)welcome.HeartbeatMs),
    };

    public static Welcome FromWire(Wire.Welcome wire) => new(
        Check.Int(wire.Version, "Protocol version", 1),
        [.. wire.Features],
        FromWire(Check.Present(wire.Limits, "Set of limits")),
        Check.Millis(wire.ServerTimeMs, "Server time"),
        wire.Subject,
        Check.Int(wire.HeartbeatMs, "Heartbeat", 1));

    private static Wire.Limits ToWire(SyncLimits limits) => new()
    {
        MaxFrameBytes = checked((uint)limits.MaxFrameBytes),
        MaxBatchOps = checked((uint)limits.MaxBatchOps),
        MaxKeyBytes = checked((uint)limits.MaxKeyBytes),
        MaxMapNameBytes = checked((uint)limits.MaxMapNameBytes),
        MaxFieldNameBytes = checked((uint)limits.MaxFieldNameBytes),
        MaxValueBytes = checked((uint)limits.MaxValueBytes),
        MaxValueDepth = checked((uint)limits.MaxValueDepth),
        MaxSubscriptions = checked((uint)limits.MaxSubscriptions),
        MaxUnconfirmedResults = checked((uint)limits.MaxUnconfirmedResults),
        MaxGroupWrites = checked((uint)limits.MaxGroupWrites),
        MaxGroupBytes = checked((uint)limits.MaxGroupBytes),
        MaxSetElements = checked((uint)limits.MaxSetElements),
        MaxWindowRows = checked((uint)limits.MaxWindowRows),
    };

    private static SyncLimits FromWire(Wire.Limits wire) => new()
    {
        MaxFrameBytes = Limit(wire.MaxFrameBytes, "max_frame_bytes"),
        MaxBatchOps = Limit(wire.MaxBatchOps, "max_batch_ops"),
        MaxKeyBytes = Limit(wire.MaxKeyBytes, "max_key_bytes"),
        MaxMapNameBytes = Limit(wire.MaxMapNameBytes, "max_map_name_bytes"),
        MaxFieldNameBytes = Limit(wire.MaxFieldNameBytes, "max_field_name_bytes"),
        MaxValueBytes = Limit(wire.MaxValueBytes, "max_value_bytes"),
        MaxValueDepth = Limit(wire.MaxValueDepth, "max_value_depth"),
        MaxSubscriptions = Limit(wire.MaxSubscriptions, "max_subscriptions"),
        MaxUnconfirmedResults = Limit(wire.MaxUnconfirmedResults, "max_unconfirmed_results"),
        // A server that takes no groups says nothing of them, nor one of sets or windows that knows none.
        MaxGroupWrites = wire.MaxGroupWrites == 0 ? SyncLimits.Default.MaxGroupWrites : Limit(wire.MaxGroupWrites, "max_group_writes"),
        MaxSetElements = wire.MaxSetElements == 0 ? SyncLimits.Default.MaxSetElements : Limit(wire.MaxSetElements, "max_set_elements"),
        MaxWindowRows = wire.MaxWindowRows == 0 ? SyncLimits.Default.MaxWindowRows : Limit(wire.MaxWindowRows, "max_window_rows"),
        MaxGroupBytes = wire.MaxGroupBytes == 0 ? SyncLimits.Default.MaxGroupBytes : Limit(wire.MaxGroupBytes, "max_group_bytes"),
    };

    private static int Limit(uint wire, string name) => Check.Int(wire, $"Limit {name}", 1);
}
