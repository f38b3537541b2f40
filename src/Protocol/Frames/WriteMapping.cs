using TopGun.Core.Counters;
using TopGun.Core.Maps;
using TopGun.Core.Sets;
using TopGun.Core.Sync;
using TopGun.Core.Values;

namespace TopGun.Protocol.Frames;

/// <summary>Writes, and their form on the wire.</summary>
internal static class WriteMapping
{
    public static Wire.Write ToWire(Write write)
    {
        var wire = new Wire.Write { Key = write.Key, Base = ToWire(write.Base) };
        switch (write)
        {
            case PatchWrite patch:
                wire.Patch = ToWire(patch);
                break;
            case ReplaceWrite replace:
                wire.Replace = ValueMapping.ToWire(replace.Object);
                break;
            case ValueWrite value:
                wire.Value = ValueMapping.ToWire(value.Value);
                break;
            case RemoveWrite:
                wire.Remove = new Wire.Remove();
                break;
            case AddElementsWrite add:
                wire.AddElements = ElementMapping.ToWire(add);
                break;
            case RemoveElementsWrite remove:
                wire.RemoveElements = ElementMapping.ToWire(remove);
                break;
            case CountWrite count:
                wire.Count = new Wire.Count { Delta = count.Delta };
                break;
            case RemoveCounterWrite remove:
                wire.RemoveCounter = new Wire.RemoveCounter { Seen = remove.Seen ?? 0 };
                break;
            default:
                throw new ArgumentException($"A write of type {write.GetType().Name} has no form on the wire.", nameof(write));
        }

        if (write.TtlMs is { } ttlMs) wire.TtlMs = checked((ulong)ttlMs);
        return wire;
    }

    /// <summary>Writes of a group, without what they build on.</summary>
    public static Wire.WriteGroup ToWire(IEnumerable<Write> writes)
        => new() { Writes = { writes.Select(write => new Wire.GroupedWrite { Write = ToWire(write) }) } };

    /// <summary>Reads a write of an op; what is wrong with it is wrong with that op alone.</summary>
    public static OpFault? Read(Wire.Write wire, SyncLimits limits, out Write? write)
    {
        var fault = ReadUnchecked(wire, limits, out write);
        fault ??= WriteRules.FaultIn(write!, limits);
        if (fault is not null) write = null;
        return fault;
    }

    /// <summary>Reads a write without looking at its limits.</summary>
    public static OpFault? ReadUnchecked(Wire.Write wire, SyncLimits limits, out Write? write)
    {
        var fault = ReadKind(wire, limits, out write);
        // What is beyond the bounds is beyond them as the largest number too.
        if (write is not null && wire.HasTtlMs) write = write with { TtlMs = (long)Math.Min(wire.TtlMs, long.MaxValue) };
        return fault;
    }

    private static OpFault? ReadKind(Wire.Write wire, SyncLimits limits, out Write? write)
    {
        write = null;
        switch (wire.KindCase)
        {
            case Wire.Write.KindOneofCase.AddElements:
                var fault = ElementMapping.Read(wire.AddElements.Elements, wire.AddElements.Writers, limits, out var added);
                write = new AddElementsWrite(wire.Key, added);
                return fault;
            case Wire.Write.KindOneofCase.RemoveElements:
                fault = ElementMapping.Read(wire.RemoveElements.Elements, wire.RemoveElements.Writers, limits, out var removed);
                write = new RemoveElementsWrite(wire.Key, removed);
                return fault;
            case Wire.Write.KindOneofCase.Count:
                write = new CountWrite(wire.Key, wire.Count.Delta);
                return null;
            case Wire.Write.KindOneofCase.RemoveCounter:
                write = new RemoveCounterWrite(wire.Key, wire.RemoveCounter.Seen);
                return null;
            default:
                return ReadRecordKind(wire, limits, out write);
        }
    }

    private static OpFault? ReadRecordKind(Wire.Write wire, SyncLimits limits, out Write? write)
    {
        write = null;
        if (FromWire(wire.Base) is not { } seen)
            return OpFault.Invalid($"Write with base {(int)wire.Base}; {(int)Wire.WriteBase.Unknown} to {(int)Wire.WriteBase.Live} are known here.");

        OpFault? fault;
        switch (wire.KindCase)
        {
            case Wire.Write.KindOneofCase.Patch:
                fault = ValueMapping.ReadFields(wire.Patch.Set, limits, 1, out var set);
                write = new PatchWrite(wire.Key, seen, set, [.. wire.Patch.Erase]);
                return fault;
            case Wire.Write.KindOneofCase.Replace:
                fault = ValueMapping.ReadFields(wire.Replace.Fields, limits, 1, out var fields);
                write = new ReplaceWrite(wire.Key, seen, new ObjectValue(fields));
                return fault;
            case Wire.Write.KindOneofCase.Value:
                fault = ValueMapping.Read(wire.Value, limits, 0, out var value);
                write = new ValueWrite(wire.Key, seen, value);
                return fault;
            case Wire.Write.KindOneofCase.Remove:
                write = new RemoveWrite(wire.Key, seen);
                return null;
            default:
                return OpFault.Invalid($"The write has no kind that is known here; it is a patch, a replace, a value or a remove, or one for a set or a counter.");
        }
    }

    private static Wire.Patch ToWire(PatchWrite patch)
    {
        var wire = new Wire.Patch { Erase = { patch.Erase } };
        foreach (var (field, value) in patch.Set) wire.Set.Add(field, ValueMapping.ToWire(value));
        return wire;
    }

    private static Wire.WriteBase ToWire(WriteBase seen) => seen switch
    {
        WriteBase.Unknown => Wire.WriteBase.Unknown,
        WriteBase.Absent => Wire.WriteBase.Absent,
        WriteBase.Live => Wire.WriteBase.Live,
        _ => throw new ArgumentOutOfRangeException(nameof(seen), seen, null),
    };

    private static WriteBase? FromWire(Wire.WriteBase wire) => wire switch
    {
        Wire.WriteBase.Unknown => WriteBase.Unknown,
        Wire.WriteBase.Absent => WriteBase.Absent,
        Wire.WriteBase.Live => WriteBase.Live,
        _ => null,
    };
}
