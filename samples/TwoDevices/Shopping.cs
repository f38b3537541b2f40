using System.Text.Json.Serialization;

namespace TwoDevices;

/// <summary>The record that both devices edit.</summary>
internal sealed record Shopping(string Title, string Note, bool Done);

/// <summary>Serialisers made at build time, as trimmed and ahead-of-time compiled apps need them.</summary>
[JsonSerializable(typeof(Shopping))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class ShoppingJson : JsonSerializerContext;
