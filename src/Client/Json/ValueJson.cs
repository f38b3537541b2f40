using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using TopGun.Core.Values;

namespace TopGun.Client.Json;

/// <summary>Values as JSON, on their way between a record and an application's type.</summary>
/// <remarks>
/// An integer of JSON that fits 64 bits is an int64, every other number a double. A double without a fraction is written without
/// one, because a property of an integer type could not be read from it otherwise. What JSON has no form for, NaN and the
/// infinities, are the texts that System.Text.Json knows as named floating-point literals.
/// </remarks>
internal static class ValueJson
{
    // Bytes are base64, which a property of type byte[] reads, behind a space that is escaped although it need not be. No writer
    // of JSON does that, and white space is nothing in base64: so bytes are told from a text that merely looks like them.
    private const string EscapedSpace = "\\u0020";

    private const double LargestExact = 9_007_199_254_740_992;

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = ValueMeasure.DeepestLook };

    /// <summary>Reads a whole JSON text.</summary>
    public static Value Parse(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, ReaderOptions);
        reader.Read();
        return Read(ref reader);
    }

    /// <summary>The value of a JSON element.</summary>
    public static Value Of(JsonElement element)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) element.WriteTo(writer);
        return Parse(buffer.WrittenSpan);
    }

    /// <summary>Reads the value at which a reader stands, and leaves the reader at its end.</summary>
    public static Value Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null: return Value.Null;
            case JsonTokenType.True: return Value.True;
            case JsonTokenType.False: return Value.False;
            case JsonTokenType.Number: return reader.TryGetInt64(out var integer) ? Value.Of(integer) : Value.Of(reader.GetDouble());
            case JsonTokenType.String: return ReadText(ref reader);
            case JsonTokenType.StartArray:
                List<Value> items = [];
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(Read(ref reader));
                return new ListValue(items);
            case JsonTokenType.StartObject:
                Dictionary<string, Value> fields = new(StringComparer.Ordinal);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = reader.GetString()!;
                    reader.Read();
                    fields[name] = Read(ref reader);
                }

                return new ObjectValue(fields);
            default: throw new JsonException($"A value can't begin with {reader.TokenType}.");
        }
    }

    /// <summary>Writes a value.</summary>
    public static void Write(Utf8JsonWriter writer, Value value)
    {
        switch (value)
        {
            case BoolValue truth: writer.WriteBooleanValue(truth.Truth); break;
            case Int64Value integer: writer.WriteNumberValue(integer.Number); break;
            case DoubleValue number: WriteNumber(writer, number.Number); break;
            case StringValue text: writer.WriteStringValue(text.Text); break;
            case BytesValue bytes:
                writer.WriteRawValue($"\"{EscapedSpace}{Convert.ToBase64String(bytes.Bytes.Span)}\"", skipInputValidation: true);
                break;
            case ListValue list:
                writer.WriteStartArray();
                foreach (var item in list.Items) Write(writer, item);
                writer.WriteEndArray();
                break;
            case ObjectValue fields:
                writer.WriteStartObject();
                foreach (var (name, field) in fields.Fields)
                {
                    writer.WritePropertyName(name);
                    Write(writer, field);
                }

                writer.WriteEndObject();
                break;
            default: writer.WriteNullValue(); break;
        }
    }

    private static Value ReadText(ref Utf8JsonReader reader)
    {
        var raw = reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan;
        if (!raw.StartsWith("\\u0020"u8)) return Value.Of(reader.GetString()!);
        var base64 = raw[EscapedSpace.Length..];
        return base64.IsEmpty || System.Buffers.Text.Base64.IsValid(base64)
            ? Value.Of(Convert.FromBase64String(Encoding.ASCII.GetString(base64)))
            : Value.Of(reader.GetString()!);
    }

    private static void WriteNumber(Utf8JsonWriter writer, double number)
    {
        if (!double.IsFinite(number)) writer.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
        else if (Math.Truncate(number) == number && Math.Abs(number) < LargestExact) writer.WriteNumberValue((long)number);
        else writer.WriteNumberValue(number);
    }
}
