using TopGun.Core.Sync;

namespace TopGun.Protocol.Frames;

/// <summary>What becomes of a subscription besides its pages, and its form on the wire.</summary>
internal static class SubscriptionMapping
{
    public static Wire.Reset ToWire(Reset reset) => new()
    {
        SubscriptionId = checked((uint)reset.SubscriptionId),
        Reason = reset.Reason switch
        {
            ResetReason.TooOld => Wire.ResetReason.TooOld,
            ResetReason.LostBranch => Wire.ResetReason.LostBranch,
            _ => throw new ArgumentOutOfRangeException(nameof(reset), reset.Reason, null),
        },
        ForkVersion = checked((ulong)reset.ForkVersion),
        Head = reset.Head is { } head ? CursorMapping.ToWire(head) : null,
        Epochs = { reset.Epochs.Select(start => new Wire.EpochStart { Epoch = start.Epoch, FirstVersion = checked((ulong)start.FirstVersion) }) },
    };

    public static Reset FromWire(Wire.Reset wire) => new(
        SubscribeMapping.SubscriptionId(wire.SubscriptionId),
        wire.Reason switch
        {
            Wire.ResetReason.TooOld => ResetReason.TooOld,
            Wire.ResetReason.LostBranch => ResetReason.LostBranch,
            _ => throw Check.Invalid($"Reset with reason {(int)wire.Reason}, which is not known here."),
        },
        Check.Long(wire.ForkVersion, "Fork version"))
    {
        Head = wire.Head is null ? null : CursorMapping.FromWire(wire.Head),
        Epochs = [.. wire.Epochs.Select(start => new EpochStart(start.Epoch, Check.Long(start.FirstVersion, "First version of an epoch")))],
    };

    public static Wire.CaughtUp ToWire(CaughtUp caughtUp)
    {
        var wire = new Wire.CaughtUp { SubscriptionId = checked((uint)caughtUp.SubscriptionId), Cursor = CursorMapping.ToWire(caughtUp.At), Type = MapTypeMapping.ToWire(caughtUp.Type) };
        if (caughtUp.Digest is { } digest) wire.Digest = DigestMapping.ToWire(digest);
        return wire;
    }

    public static CaughtUp FromWire(Wire.CaughtUp wire) => new(
        SubscribeMapping.SubscriptionId(wire.SubscriptionId),
        CursorMapping.FromWire(wire.Cursor),
        wire.HasDigest ? DigestMapping.Digest(wire.Digest) : null,
        MapTypeMapping.FromWire(wire.Type));

    public static Wire.SubscriptionEnded ToWire(SubscriptionEnded ended)
        => new() { SubscriptionId = checked((uint)ended.SubscriptionId), Error = ErrorMapping.ToWire(ended.Error) };

    public static SubscriptionEnded FromWire(Wire.SubscriptionEnded wire)
        => new(SubscribeMapping.SubscriptionId(wire.SubscriptionId), ErrorMapping.FromWire(wire.Error));
}
