using System.Collections;
using System.Diagnostics.CodeAnalysis;
using TopGun.Core.Values;

namespace TopGun.Scripting.Runtime;

/// <summary>The fields of a small object: two arrays take half of what a table does, and walking them is as quick.</summary>
internal sealed class FewFields(string[] names, Value[] values) : IReadOnlyDictionary<string, Value>
{
    /// <summary>Beyond this many a table is quicker.</summary>
    public const int MaxCount = 8;

    public int Count => values.Length;

    public IEnumerable<string> Keys => names;

    public IEnumerable<Value> Values => values;

    public Value this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no field '{key}'.");

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Value value)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (!string.Equals(names[i], key, StringComparison.Ordinal)) continue;
            value = values[i];
            return true;
        }
        value = null;
        return false;
    }

    public IEnumerator<KeyValuePair<string, Value>> GetEnumerator()
    {
        for (var i = 0; i < names.Length; i++) yield return new(names[i], values[i]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
