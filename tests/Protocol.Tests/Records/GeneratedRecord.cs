using TopGun.Core.Maps;
using TopGun.Core.Sets;
using TopGun.Core.Time;
using TopGun.Core.Values;

namespace TopGun.Protocol.Tests.Records;

/// <summary>Records by way of the generated message: what the codec must agree with, written from the contract and not from the codec.</summary>
internal static class GeneratedRecord
{
    public static Wire.Record From(Record record)
    {
        var wire = new Wire.Record { RootKind = (Wire.RootKind)((int)record.Root.Kind + 1) };
        wire.RootAt = IndexOf(wire, record.Root.At);
        if (record.Root.Value is { } value) wire.RootValue = Sorted(value);
        if (record.Cleared != default) wire.ClearedAt = IndexOf(wire, record.Cleared);
        foreach (var (field, register) in record.Registers.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            wire.Registers.Add(new Wire.Register
            {
                Field = field,
                At = IndexOf(wire, register.At),
                Value = register.Value is { } written ? Sorted(written) : null,
            });
        wire.ExpiresAtMs = (ulong)record.ExpiresAtMs;
        wire.Type = record.Type switch { MapType.OrMap => Wire.MapType.OrMap, MapType.PnCounter => Wire.MapType.PnCounter, _ => Wire.MapType.Unspecified };
        foreach (var tags in record.Tags)
            wire.Tags.Add(new Wire.ElementTags
            {
                Tags = { tags.Select(tag => new Wire.ElementTag { Writer = IndexOf(wire, tag.Writer), Number = (ulong)tag.Number, Index = (uint)tag.Index }) },
            });
        return wire;
    }

    public static Record ToRecord(Wire.Record wire)
    {
        HlcTimestamp At(uint index) => TimestampMapping.FromWire(wire.Stamps[(int)index]);

        if (wire.Type is Wire.MapType.OrMap or Wire.MapType.PnCounter)
            return (Read(wire.RootValue), wire.Type) switch
            {
                (ListValue set, _) => Record.OfSet(At(wire.RootAt), set.Items, [.. wire.Tags.Select(of => of.Tags.Select(tag => new ElementTag(wire.Writers[(int)tag.Writer], (long)tag.Number, (int)tag.Index)).ToArray())]),
                (Int64Value sum, _) => Record.OfCounter(At(wire.RootAt), sum.Number),
                (_, Wire.MapType.OrMap) => Record.Removed(MapType.OrMap, At(wire.RootAt)),
                _ => Record.Removed(MapType.PnCounter, At(wire.RootAt)),
            };
        return new Record(
            new RootRegister(At(wire.RootAt), (RootKind)((int)wire.RootKind - 1), Read(wire.RootValue)),
            wire.HasClearedAt ? At(wire.ClearedAt) : default,
            wire.Registers.ToDictionary(register => register.Field, register => new Register(At(register.At), Read(register.Value))),
            (long)wire.ExpiresAtMs);
    }

    private static Value? Read(Wire.Value? wire) => wire is null ? null : ValueMapping.FromWire(wire, Core.Sync.SyncLimits.Default);

    private static uint IndexOf(Wire.Record wire, string writer)
    {
        if (!wire.Writers.Contains(writer)) wire.Writers.Add(writer);
        return (uint)wire.Writers.IndexOf(writer);
    }

    private static uint IndexOf(Wire.Record wire, HlcTimestamp at)
    {
        var stamp = new Wire.HlcTimestamp { Millis = (ulong)at.Millis, Counter = at.Counter, NodeId = at.NodeId };
        if (!wire.Stamps.Contains(stamp)) wire.Stamps.Add(stamp);
        return (uint)wire.Stamps.IndexOf(stamp);
    }

    // A generated map keeps the order in which it was filled.
    private static Wire.Value Sorted(Value value) => value switch
    {
        ListValue list => new() { ListValue = new() { Items = { list.Items.Select(Sorted) } } },
        ObjectValue fields => new()
        {
            ObjectValue = new()
            {
                Fields = { fields.Fields.OrderBy(field => field.Key, StringComparer.Ordinal).ToDictionary(field => field.Key, field => Sorted(field.Value)) },
            },
        },
        _ => ValueMapping.ToWire(value),
    };
}
