namespace TopGun.Protocol.Records;

/// <summary>The one order in which the server serialises what has names, so that equal records give equal bytes.</summary>
internal static class OrdinalOrder
{
    /// <summary>The entries, sorted by the UTF-16 units of their names.</summary>
    public static KeyValuePair<string, T>[] Of<T>(IReadOnlyDictionary<string, T> named)
    {
        var entries = named.ToArray();
        Array.Sort(entries, static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        return entries;
    }
}
