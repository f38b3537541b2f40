using TopGun.Core.Values;

namespace TopGun.Client.Json;

/// <summary>Keeps the kinds that a record has where an application's type has no word for them.</summary>
/// <remarks>
/// A double of 3.0 goes through a property as JSON's 3, and bytes as a base64 text. Written back as they come, they would count as
/// changed although the user has touched nothing, and would overwrite what another user has written there.
/// </remarks>
internal static class ValueKeeping
{
    /// <summary>The value that was made, with every part that says the same as what is shown left as it is shown.</summary>
    /// <param name="made">What the application made.</param>
    /// <param name="shown">What the record shows; null when the key is absent.</param>
    public static Value Keep(Value made, Value? shown) => (made, shown) switch
    {
        (_, null) => made,
        (ObjectValue to, ObjectValue from) => Keep(to, from),
        (ListValue to, ListValue from) => Keep(to, from),
        (StringValue text, BytesValue bytes) when text.Text.TrimStart() == Convert.ToBase64String(bytes.Bytes.Span) => shown,
        (StringValue text, DoubleValue number) when !double.IsFinite(number.Number) && text.Text == number.ToString() => shown,
        _ => Value.NumericallyEquals(made, shown) ? shown : made,
    };

    private static ObjectValue Keep(ObjectValue made, ObjectValue shown)
    {
        var fields = new Dictionary<string, Value>(made.Fields.Count, StringComparer.Ordinal);
        foreach (var (name, field) in made.Fields) fields[name] = Keep(field, shown[name]);
        return new ObjectValue(fields);
    }

    private static ListValue Keep(ListValue made, ListValue shown)
    {
        var items = new Value[made.Items.Count];
        for (var i = 0; i < items.Length; i++) items[i] = Keep(made.Items[i], i < shown.Items.Count ? shown.Items[i] : null);
        return new ListValue(items);
    }
}
