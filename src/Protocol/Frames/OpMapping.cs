using TopGun.Core.Sync;
using TopGun.Core.Time;

namespace TopGun.Protocol.Frames;

/// <summary>Ops, and their form on the wire; also a form in which an op log can keep them.</summary>
public static class OpMapping
{
    /// <summary>Makes an op travel.</summary>
    /// <exception cref="ArgumentException">The op has a fault; such an op only ever arrives.</exception>
    public static Wire.Op ToWire(Op op)
    {
        if (op.Fault is { } fault) throw new ArgumentException($"Op {op.Number} has a fault: {fault.Reason}", nameof(op));

        var wire = new Wire.Op
        {
            Number = checked((ulong)op.Number),
            OpId = op.OpId,
            Millis = checked((ulong)op.Millis),
            Counter = op.Counter,
        };
        switch (op.Writes)
        {
            case []:
                wire.VoidOp = new Wire.VoidOp();
                break;
            case [var (write, after)]:
                wire.Write = WriteMapping.ToWire(write);
                wire.After = ToWire(after);
                break;
            default:
                wire.Group = new Wire.WriteGroup { Writes = { op.Writes.Select(part => new Wire.GroupedWrite { Write = WriteMapping.ToWire(part.Write), After = ToWire(part.After) }) } };
                break;
        }

        return wire;
    }

    /// <summary>Reads an op that has arrived.</summary>
    /// <param name="wire">The op.</param>
    /// <param name="writer">Who numbers it.</param>
    /// <param name="limits">What a write must keep to.</param>
    /// <returns>The op; where something besides its number is wrong, with a fault and without writes.</returns>
    /// <exception cref="SyncException">Its number is none (INVALID_FRAME), so no result could name it.</exception>
    public static Op FromWire(Wire.Op wire, WriterId writer, SyncLimits limits)
    {
        var number = Check.Long(wire.Number, "Op number", 1);
        OpWrite[] writes = [];
        var fault = FaultInTime(wire) ?? ReadKind(wire, new OpReference(writer, number), limits, out writes);
        return fault is null
            ? new Op(number, wire.OpId, (long)wire.Millis, (ushort)wire.Counter, writes)
            : new Op(number, wire.OpId, 0, 0, [], fault);
    }

    private static OpFault? FaultInTime(Wire.Op wire)
    {
        if (wire.Millis > HlcTimestamp.MaxMillis)
            return OpFault.Invalid($"Op written at {wire.Millis:N0} ms; 0 to {HlcTimestamp.MaxMillis:N0} are valid.");
        return wire.Counter > ushort.MaxValue
            ? OpFault.Invalid($"Op with counter {wire.Counter:N0}; 0 to {ushort.MaxValue:N0} are valid.")
            : null;
    }

    private static OpFault? ReadAfter(Wire.OpReference? wire, OpReference self, out OpReference? after)
    {
        after = null;
        if (wire is null) return null;

        var writer = new WriterId(wire.Writer?.NodeId ?? "", wire.Writer?.Suffix ?? "");
        if (!writer.IsValid) return OpFault.Invalid($"The op names one of a writer of invalid form in after.");
        // Another device's results are none of its business.
        if (writer.NodeId != self.Writer.NodeId) return OpFault.Invalid($"The op names one of node {writer.NodeId} in after; only ops of its own node can stand there.");
        if (wire.Number is 0 or > long.MaxValue) return OpFault.Invalid($"The op names op {wire.Number:N0} in after; 1 to {long.MaxValue:N0} are valid.");

        // An op that waits for itself, or for one behind it, would hold up its map for ever.
        after = new OpReference(writer, (long)wire.Number);
        return writer == self.Writer && after.Value.Number >= self.Number
            ? OpFault.Invalid($"Op {self.Number:N0} names op {wire.Number:N0} of its own writer in after; only an earlier one can stand there.")
            : null;
    }

    private static OpFault? ReadKind(Wire.Op wire, OpReference self, SyncLimits limits, out OpWrite[] writes)
    {
        writes = [];
        switch (wire.KindCase)
        {
            case Wire.Op.KindOneofCase.Write:
                if (ReadAfter(wire.After, self, out var after) is { } misplaced) return misplaced;
                if (WriteMapping.Read(wire.Write, limits, out var write) is { } fault) return fault;
                writes = [new OpWrite(write!, after)];
                return null;
            case Wire.Op.KindOneofCase.VoidOp:
                return ReadAfter(wire.After, self, out _);
            case Wire.Op.KindOneofCase.Group:
                return ReadGroup(wire.Group, self, limits, out writes);
            default:
                return OpFault.Invalid($"The op has no kind that is known here; it is a write, a group of writes or a void op.");
        }
    }

    private static OpFault? ReadGroup(Wire.WriteGroup wire, OpReference self, SyncLimits limits, out OpWrite[] writes)
    {
        writes = [];
        // Before anything is made of them.
        if (wire.Writes.Count > limits.MaxGroupWrites)
            return OpFault.TooLarge($"Group of {wire.Writes.Count:N0} writes; at most {limits.MaxGroupWrites:N0} are accepted.");

        var read = new OpWrite[wire.Writes.Count];
        for (var i = 0; i < read.Length; i++)
        {
            if (wire.Writes[i].Write is not { } part) return OpFault.Invalid($"Write {i + 1} of the group is missing; it is required.");
            OpReference? after = null;
            if ((WriteMapping.ReadUnchecked(part, limits, out var write) ?? ReadAfter(wire.Writes[i].After, self, out after)) is { } fault)
                return fault with { Key = WriteRules.IsKey(part.Key, limits) ? part.Key : null };
            read[i] = new OpWrite(write!, after);
        }

        if (WriteRules.FaultIn(read, limits) is { } broken) return broken;
        writes = read;
        return null;
    }

    private static Wire.OpReference? ToWire(OpReference? reference)
        => reference is { } known ? new() { Writer = WriterMapping.ToWire(known.Writer), Number = checked((ulong)known.Number) } : null;
}
