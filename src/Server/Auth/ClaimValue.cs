using System.Text.Json;
using TopGun.Core.Values;

namespace TopGun.Server.Auth;

/// <summary>The value of a claim, as resolvers see it.</summary>
internal static class ClaimValue
{
    /// <summary>Turns JSON into a value; an integral number becomes an int64 where it fits.</summary>
    public static Value Of(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => json.GetString()!,
        JsonValueKind.Number => json.TryGetInt64(out var integral) ? Value.Of(integral) : Value.Of(json.GetDouble()),
        JsonValueKind.Array => new ListValue([.. json.EnumerateArray().Select(Of)]),
        JsonValueKind.Object => new ObjectValue(json.EnumerateObject()
            .GroupBy(field => field.Name, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => Of(group.Last().Value), StringComparer.Ordinal)),
        _ => Value.Null,
    };
}
