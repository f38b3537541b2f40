using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using TopGun.Core.Values;

namespace TopGun.Client.Json;

/// <summary>Turns an application's type into values and back. Safe for many threads at once.</summary>
internal sealed class JsonForm<T>(JsonTypeInfo<T> type)
{
    private static readonly JsonWriterOptions WriterOptions = new() { SkipValidation = true };

    /// <summary>The value that an object of the application makes.</summary>
    /// <exception cref="JsonException">The type has no form in JSON.</exception>
    public Value ToValue(T item)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions)) JsonSerializer.Serialize(writer, item, type);
        return ValueJson.Parse(buffer.WrittenSpan);
    }

    /// <summary>The object of the application that a value makes.</summary>
    /// <exception cref="JsonException">The value does not fit the type.</exception>
    public T? FromValue(Value value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions)) ValueJson.Write(writer, value);
        return JsonSerializer.Deserialize(buffer.WrittenSpan, type);
    }
}
