using System.Text.Json;
using System.Text.Json.Serialization;
using TopGun.Core.Values;

namespace TopGun.Client.Json;

/// <summary>Lets a property of type <see cref="Value"/> hold whatever a record holds. Safe for many threads at once.</summary>
/// <remarks>
/// Within a map it passes bytes through as bytes. In JSON of your own, bytes are a base64 text that begins with a space.
/// A source-generated context names it in its options; the reflection-based overloads of the client know it by themselves.
/// </remarks>
public sealed class ValueJsonConverter : JsonConverter<Value>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override Value Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ValueJson.Read(ref reader);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Value value, JsonSerializerOptions options) => ValueJson.Write(writer, value);
}
