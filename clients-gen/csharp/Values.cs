using System.Collections;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using TopGun.Protocol.V1;
using Value = TopGun.Protocol.V1.Value;
using ListValue = TopGun.Protocol.V1.ListValue;

namespace TopGun.Stubs;

/// <summary>Values of .NET to and from those of the contract.</summary>
public static class Values
{
    /// <summary>
    /// Makes a value of null, a bool, a long or int, a double, a string, a byte[], a dictionary with texts as keys, or any other sequence, as a list.
    /// An integer stays an int64 and a double a double, also where it is a whole number.
    /// </summary>
    /// <exception cref="ArgumentException">It is no kind of value.</exception>
    public static Value ToValue(object? native) => native switch
    {
        null => new Value { NullValue = NullValue.NullValue },
        bool truth => new Value { BoolValue = truth },
        long or int => new Value { Int64Value = Convert.ToInt64(native) },
        double number => new Value { DoubleValue = number },
        string text => new Value { StringValue = text },
        byte[] bytes => new Value { BytesValue = ByteString.CopyFrom(bytes) },
        IReadOnlyDictionary<string, object?> fields => new Value { ObjectValue = FieldsOf(fields) },
        IEnumerable items when native is not IDictionary => new Value { ListValue = new ListValue { Items = { items.Cast<object?>().Select(ToValue) } } },
        _ => throw new ArgumentException($"{native.GetType()} is no kind of value.", nameof(native)),
    };

    /// <summary>Makes an object, as a replace has it; its fields are what a patch sets.</summary>
    public static ObjectValue FieldsOf(IReadOnlyDictionary<string, object?> native)
    {
        var fields = new ObjectValue();
        foreach (var (name, field) in native) fields.Fields[name] = ToValue(field);
        return fields;
    }

    /// <summary>Makes a value of .NET: null, bool, long, double, string, byte[], a List or a Dictionary.</summary>
    /// <exception cref="ArgumentException">Its kind is unset or unknown: it comes from a newer server.</exception>
    public static object? ToNative(Value value) => value.KindCase switch
    {
        Value.KindOneofCase.NullValue => null,
        Value.KindOneofCase.BoolValue => value.BoolValue,
        Value.KindOneofCase.Int64Value => value.Int64Value,
        Value.KindOneofCase.DoubleValue => value.DoubleValue,
        Value.KindOneofCase.StringValue => value.StringValue,
        Value.KindOneofCase.BytesValue => value.BytesValue.ToByteArray(),
        Value.KindOneofCase.ListValue => value.ListValue.Items.Select(ToNative).ToList(),
        Value.KindOneofCase.ObjectValue => value.ObjectValue.Fields.ToDictionary(field => field.Key, field => ToNative(field.Value)),
        _ => throw new ArgumentException("The value has no kind: it comes from a newer server, or from none.", nameof(value)),
    };
}
