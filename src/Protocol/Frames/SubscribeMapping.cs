using TopGun.Core.Sync;
using TopGun.Protocol.Queries;

namespace TopGun.Protocol.Frames;

/// <summary>Subscribe, and its form on the wire.</summary>
internal static class SubscribeMapping
{
    public static Wire.Subscribe ToWire(Subscribe subscribe) => new()
    {
        SubscriptionId = checked((uint)subscribe.SubscriptionId),
        Map = subscribe.Map,
        Cursor = subscribe.From is { } from ? CursorMapping.ToWire(from) : null,
        Writers = { subscribe.Writers.Select(ToWire) },
        Query = subscribe.Query is { } query ? QueryMapping.ToWire(query) : null,
        HoldsNone = subscribe.HoldsNone,
        Seen = { subscribe.Seen.Select(CursorMapping.ToWire) },
        Walks = subscribe.Walks,
        Window = { subscribe.Window.Select(row => new Wire.WindowRow { Key = row.Key, Version = checked((ulong)row.Version) }) },
    };

    public static Subscribe FromWire(Wire.Subscribe wire, SyncLimits limits) => new(
        SubscriptionId(wire.SubscriptionId),
        Check.MapName(wire.Map, limits),
        wire.Cursor is null ? null : CursorMapping.FromWire(wire.Cursor),
        [.. wire.Writers.Select(FromWire)],
        wire.Query is null ? null : QueryMapping.FromWire(wire.Query, limits),
        wire.HoldsNone)
    {
        Seen = SeenOf(wire.Seen),
        Walks = wire.Walks,
        Window = WindowOf(wire.Window, limits),
    };

    /// <summary>The id of a subscription, in whichever frame.</summary>
    public static int SubscriptionId(uint wire) => Check.Int(wire, "Subscription id", 1);

    private static Cursor[] SeenOf(ICollection<Wire.Cursor> seen)
    {
        Check.Count(seen.Count, "Cursors in seen", Subscribe.MostSeen);
        return [.. seen.Select(CursorMapping.FromWire)];
    }

    private static WindowRow[] WindowOf(ICollection<Wire.WindowRow> rows, SyncLimits limits)
    {
        Check.Count(rows.Count, "Rows of a window", limits.MaxWindowRows);
        return [.. rows.Select(row => new WindowRow(Check.Text(row.Key, "Key of a window", limits.MaxKeyBytes), Check.Long(row.Version, "Version of a window's row", 1)))];
    }

    private static Wire.WriterPosition ToWire(WriterPosition position)
        => new() { Writer = WriterMapping.ToWire(position.Writer), LowestUnsettled = checked((ulong)position.LowestUnsettled) };

    private static WriterPosition FromWire(Wire.WriterPosition wire)
        => new(WriterMapping.FromWire(wire.Writer), Check.Long(wire.LowestUnsettled, "Lowest unsettled number", 1));
}
