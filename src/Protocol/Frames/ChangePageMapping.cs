using Google.Protobuf;
using Google.Protobuf.Collections;
using TopGun.Core.Sync;

namespace TopGun.Protocol.Frames;

/// <summary>Pages of changes, and their form on the wire. Records pass as the bytes they are.</summary>
internal static class ChangePageMapping
{
    public static Wire.ChangePage ToWire(ChangePage page) => new()
    {
        SubscriptionId = checked((uint)page.SubscriptionId),
        From = CursorMapping.ToWire(page.From),
        To = CursorMapping.ToWire(page.To),
        More = page.More,
        Records = { page.Records.Select(ToWire) },
        Gone = { page.Gone },
        Head = page.Head is { } head ? CursorMapping.ToWire(head) : null,
        RecordsLeft = checked((ulong)page.RecordsLeft),
        RecordsTotal = checked((ulong)page.RecordsTotal),
    };

    public static ChangePage FromWire(Wire.ChangePage wire) => new(
        SubscribeMapping.SubscriptionId(wire.SubscriptionId),
        CursorMapping.FromWire(wire.From),
        CursorMapping.FromWire(wire.To),
        wire.More,
        FromWire(wire.Records))
    {
        Gone = wire.Gone,
        Head = wire.Head is null ? null : CursorMapping.FromWire(wire.Head),
        RecordsLeft = Check.Long(wire.RecordsLeft, "Records left"),
        RecordsTotal = Check.Long(wire.RecordsTotal, "Records in all"),
    };

    // The bytes are shared by all who receive the record and never change, so nobody copies them.
    public static Wire.ChangedRecord ToWire(ChangedRecord record) => new()
    {
        Key = record.Key,
        Version = checked((ulong)record.Version),
        Record = UnsafeByteOperations.UnsafeWrap(record.Bytes),
    };

    // A page of a first sync has thousands, for which a list would grow and grow.
    private static ChangedRecord[] FromWire(RepeatedField<Wire.ChangedRecord> wire)
    {
        var records = new ChangedRecord[wire.Count];
        for (var i = 0; i < records.Length; i++) records[i] = FromWire(wire[i]);
        return records;
    }

    public static ChangedRecord FromWire(Wire.ChangedRecord wire) => new(
        wire.Key.Length > 0 ? wire.Key : throw Check.Invalid($"Key of 0 bytes in a page; at least 1 is required."),
        Check.Long(wire.Version, "Version", 1),
        wire.Record.Memory);
}
