using System.Text.Json;
using TopGun.Core.Values;

namespace TopGun.Server.Tests.Resolvers;

/// <summary>Reads values as people write them: a number without a point is an integer.</summary>
internal static class JsonValues
{
    public static Value Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Of(document.RootElement);
    }

    private static Value Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new ObjectValue(element.EnumerateObject().ToDictionary(field => field.Name, field => Of(field.Value), StringComparer.Ordinal)),
        JsonValueKind.Array => new ListValue([.. element.EnumerateArray().Select(Of)]),
        JsonValueKind.String => Value.Of(element.GetString()!),
        JsonValueKind.Number => element.GetRawText().Contains('.', StringComparison.Ordinal) ? Value.Of(element.GetDouble()) : Value.Of(element.GetInt64()),
        JsonValueKind.True => Value.True,
        JsonValueKind.False => Value.False,
        _ => Value.Null,
    };
}
