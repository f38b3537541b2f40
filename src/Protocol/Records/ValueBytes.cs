using TopGun.Core.Values;

namespace TopGun.Protocol.Records;

/// <summary>Values as bytes of the contract's Value message, without a generated message in between.</summary>
internal static class ValueBytes
{
    /// <summary>Deeper than any server accepts, and far from the end of the stack.</summary>
    public const int MaxDepth = 64;

    public const byte NullTag = 0x08;
    public const byte BoolTag = 0x10;
    public const byte Int64Tag = 0x18;
    public const byte DoubleTag = 0x21;
    public const byte StringTag = 0x2A;
    public const byte BytesTag = 0x32;
    public const byte ListTag = 0x3A;
    public const byte ObjectTag = 0x42;

    // The only field of ListValue and of ObjectValue, and the two of a map's entry.
    public const byte ItemTag = 0x0A;
    public const byte NameTag = 0x0A;
    public const byte FieldTag = 0x12;

    /// <summary>Writes a value; the fields of objects in the ordinal order of their names.</summary>
    public static void Write(ref ReverseWriter writer, Value value)
    {
        switch (value)
        {
            case NullValue:
                writer.Byte(0);
                writer.Byte(NullTag);
                break;
            case BoolValue truth:
                writer.Byte(truth.Truth ? (byte)1 : (byte)0);
                writer.Byte(BoolTag);
                break;
            case Int64Value integer:
                writer.Varint((ulong)integer.Number);
                writer.Byte(Int64Tag);
                break;
            case DoubleValue number:
                writer.Double(number.Number);
                writer.Byte(DoubleTag);
                break;
            case StringValue text:
                writer.Text(StringTag, text.Text);
                break;
            case BytesValue bytes:
                var before = writer.Written;
                writer.Bytes(bytes.Bytes.Span);
                writer.Enclose(BytesTag, before);
                break;
            case ListValue list:
                Write(ref writer, list);
                break;
            case ObjectValue fields:
                Write(ref writer, fields);
                break;
            default:
                throw new ArgumentException($"A value of type {value.GetType().Name} has no form on the wire.", nameof(value));
        }
    }

    /// <summary>Reads a value.</summary>
    /// <exception cref="FormatException">The bytes are not a value.</exception>
    public static Value Read(ReadOnlySpan<byte> bytes) => Read(bytes, MaxDepth);

    private static void Write(ref ReverseWriter writer, ListValue list)
    {
        var before = writer.Written;
        for (var i = list.Items.Count - 1; i >= 0; i--)
        {
            var beforeItem = writer.Written;
            Write(ref writer, list.Items[i]);
            writer.Enclose(ItemTag, beforeItem);
        }

        writer.Enclose(ListTag, before);
    }

    private static void Write(ref ReverseWriter writer, ObjectValue value)
    {
        var before = writer.Written;
        var fields = OrdinalOrder.Of(value.Fields);
        for (var i = fields.Length - 1; i >= 0; i--)
        {
            var beforeEntry = writer.Written;
            Write(ref writer, fields[i].Value);
            writer.Enclose(FieldTag, beforeEntry);
            writer.Text(NameTag, fields[i].Key);
            writer.Enclose(ItemTag, beforeEntry);
        }

        writer.Enclose(ObjectTag, before);
    }

    private static Value Read(ReadOnlySpan<byte> bytes, int levels)
    {
        Value? value = null;
        var reader = new WireReader(bytes);
        while (reader.Next(out var tag))
            switch (tag)
            {
                case NullTag:
                    reader.Number(0, "Null value");
                    value = Value.Null;
                    break;
                case BoolTag:
                    value = Value.Of(reader.Varint() != 0);
                    break;
                case Int64Tag:
                    value = Value.Of((long)reader.Varint());
                    break;
                case DoubleTag:
                    value = Value.Of(reader.Double());
                    break;
                case StringTag:
                    value = Value.Of(reader.Text());
                    break;
                case BytesTag:
                    value = Value.Of((ReadOnlyMemory<byte>)reader.Bytes().ToArray());
                    break;
                case ListTag:
                    value = value is ListValue ? throw Twice("list") : ReadList(reader.Bytes(), Deeper(levels));
                    break;
                case ObjectTag:
                    value = value is ObjectValue ? throw Twice("object") : ReadObject(reader.Bytes(), Deeper(levels));
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }

        return value ?? throw new FormatException("A value has no kind that is known here.");
    }

    private static ListValue ReadList(ReadOnlySpan<byte> bytes, int levels)
    {
        var items = new List<Value>();
        var reader = new WireReader(bytes);
        while (reader.Next(out var tag))
            if (tag == ItemTag) items.Add(Read(reader.Bytes(), levels));
            else reader.Skip(tag);

        return new ListValue(items);
    }

    private static ObjectValue ReadObject(ReadOnlySpan<byte> bytes, int levels)
    {
        var fields = new Dictionary<string, Value>(StringComparer.Ordinal);
        var reader = new WireReader(bytes);
        while (reader.Next(out var tag))
            if (tag == ItemTag) ReadField(reader.Bytes(), levels, fields);
            else reader.Skip(tag);

        return new ObjectValue(fields);
    }

    private static void ReadField(ReadOnlySpan<byte> bytes, int levels, Dictionary<string, Value> fields)
    {
        var name = "";
        Value? value = null;
        var reader = new WireReader(bytes);
        while (reader.Next(out var tag))
            switch (tag)
            {
                case NameTag:
                    name = reader.Text();
                    break;
                case FieldTag:
                    value = value is null ? Read(reader.Bytes(), levels) : throw Twice("value");
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }

        fields[name] = value ?? throw new FormatException("A field of an object has no value.");
    }

    private static int Deeper(int levels)
        => levels > 0 ? levels - 1 : throw new FormatException($"Value of more than {MaxDepth} levels; at most {MaxDepth} are read.");

    // Protobuf would merge the two; nobody who serialises a value writes that.
    private static FormatException Twice(string part) => new($"A value has its {part} twice.");
}
