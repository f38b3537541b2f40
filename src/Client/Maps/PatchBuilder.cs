using System.Text.Json.Serialization.Metadata;
using TopGun.Client.Json;
using TopGun.Core.Values;

namespace TopGun.Client.Maps;

/// <summary>Collects the fields that a patch writes and erases. Names are those of the record, such as <c>paidAt</c>.</summary>
public sealed class PatchBuilder
{
    private readonly Dictionary<string, Value> _set = new(StringComparer.Ordinal);
    private readonly HashSet<string> _erase = new(StringComparer.Ordinal);

    internal PatchBuilder()
    {
    }

    internal IReadOnlyDictionary<string, Value> Fields => _set;

    internal IReadOnlyList<string> Erased => [.. _erase];

    /// <summary>Writes a field; what was said of it before in this patch no longer counts.</summary>
    public PatchBuilder Set(string field, Value value)
    {
        _erase.Remove(field);
        _set[field] = value;
        return this;
    }

    /// <summary>Writes a field of an application's type.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">The value.</param>
    /// <param name="type">How the type looks in JSON.</param>
    public PatchBuilder Set<T>(string field, T value, JsonTypeInfo<T> type) => Set(field, new JsonForm<T>(type).ToValue(value));

    /// <summary>Erases a field, so that the record no longer has it; a field of null is another thing.</summary>
    public PatchBuilder Erase(string field)
    {
        _set.Remove(field);
        _erase.Add(field);
        return this;
    }
}
