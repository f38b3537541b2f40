using Google.Protobuf;
using Google.Protobuf.Collections;
using TopGun.Core.Sync;
using TopGun.Core.Values;

namespace TopGun.Protocol;

/// <summary>Values as applications store them, and as they travel.</summary>
public static class ValueMapping
{
    private const Google.Protobuf.WellKnownTypes.NullValue WireNull = Google.Protobuf.WellKnownTypes.NullValue.NullValue;

    /// <summary>Makes a value travel.</summary>
    public static Wire.Value ToWire(Value value) => value switch
    {
        NullValue => new() { NullValue = WireNull },
        BoolValue truth => new() { BoolValue = truth.Truth },
        Int64Value integer => new() { Int64Value = integer.Number },
        DoubleValue number => new() { DoubleValue = number.Number },
        StringValue text => new() { StringValue = text.Text },
        // Values never change, so the bytes need no copy.
        BytesValue bytes => new() { BytesValue = UnsafeByteOperations.UnsafeWrap(bytes.Bytes) },
        ListValue list => new() { ListValue = new() { Items = { list.Items.Select(ToWire) } } },
        ObjectValue fields => new() { ObjectValue = ToWire(fields) },
        _ => throw new ArgumentException($"A value of type {value.GetType().Name} has no form on the wire.", nameof(value)),
    };

    /// <summary>Makes an object travel.</summary>
    public static Wire.ObjectValue ToWire(ObjectValue value)
    {
        var wire = new Wire.ObjectValue();
        foreach (var (name, field) in value.Fields) wire.Fields.Add(name, ToWire(field));
        return wire;
    }

    /// <summary>Reads a value that has arrived.</summary>
    /// <param name="wire">The value; null where the message lacks it.</param>
    /// <param name="limits">How deep it may be.</param>
    /// <exception cref="FormatException">It, or something in it, is unset, unknown or too deep.</exception>
    public static Value FromWire(Wire.Value? wire, SyncLimits limits)
        => Read(wire, limits, 0, out var value) is { } fault ? throw new FormatException(fault.Reason) : value;

    /// <summary>Reads a value of an op: what is wrong with it is wrong with that op alone.</summary>
    /// <param name="wire">The value; null where the message lacks it.</param>
    /// <param name="limits">How deep a value may be.</param>
    /// <param name="depth">Levels of lists and objects around it.</param>
    /// <param name="value">What was read; null when there is a fault.</param>
    internal static OpFault? Read(Wire.Value? wire, SyncLimits limits, int depth, out Value value)
    {
        value = Value.Null;
        switch (wire?.KindCase)
        {
            case Wire.Value.KindOneofCase.NullValue:
                return wire.NullValue == WireNull ? null : OpFault.Invalid($"Null value {(int)wire.NullValue} is unknown; null is 0.");
            case Wire.Value.KindOneofCase.BoolValue:
                value = Value.Of(wire.BoolValue);
                return null;
            case Wire.Value.KindOneofCase.Int64Value:
                value = Value.Of(wire.Int64Value);
                return null;
            case Wire.Value.KindOneofCase.DoubleValue:
                value = Value.Of(wire.DoubleValue);
                return null;
            case Wire.Value.KindOneofCase.StringValue:
                value = Value.Of(wire.StringValue);
                return null;
            case Wire.Value.KindOneofCase.BytesValue:
                value = Value.Of(wire.BytesValue.Memory);
                return null;
            case Wire.Value.KindOneofCase.ListValue:
                return ReadList(wire.ListValue, limits, depth + 1, out value);
            case Wire.Value.KindOneofCase.ObjectValue:
                var fault = ReadFields(wire.ObjectValue.Fields, limits, depth + 1, out var fields);
                value = new ObjectValue(fields);
                return fault;
            default:
                return OpFault.Invalid($"A value has no kind that is known here; null is a kind of its own.");
        }
    }

    /// <summary>Reads the fields of an object, which stands at <paramref name="depth"/>, itself counted.</summary>
    internal static OpFault? ReadFields(
        MapField<string, Wire.Value> wire, SyncLimits limits, int depth, out Dictionary<string, Value> fields)
    {
        fields = new Dictionary<string, Value>(wire.Count, StringComparer.Ordinal);
        if (depth > limits.MaxValueDepth) return TooDeep(limits);

        foreach (var (name, field) in wire)
        {
            if (Read(field, limits, depth, out var value) is { } fault) return fault;
            fields[name] = value;
        }

        return null;
    }

    private static OpFault? ReadList(Wire.ListValue wire, SyncLimits limits, int depth, out Value value)
    {
        value = Value.Null;
        if (depth > limits.MaxValueDepth) return TooDeep(limits);

        var items = new Value[wire.Items.Count];
        for (var i = 0; i < items.Length; i++)
            if (Read(wire.Items[i], limits, depth, out items[i]) is { } fault) return fault;

        value = Value.List(items);
        return null;
    }

    private static OpFault TooDeep(SyncLimits limits)
        => OpFault.TooLarge($"Value of more than {limits.MaxValueDepth} levels; at most {limits.MaxValueDepth} are accepted.");
}
