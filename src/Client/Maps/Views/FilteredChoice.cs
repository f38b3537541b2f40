using TopGun.Client.Json;
using TopGun.Core.Values;

namespace TopGun.Client.Maps.Views;

/// <summary>Entries that a function chooses, in an order of the application.</summary>
/// <param name="form">How values look.</param>
/// <param name="filter">Which entries belong here; null for all.</param>
/// <param name="order">The order of values; entries that it holds equal are in the byte order of their keys' UTF-8. Null for that order alone.</param>
internal sealed class FilteredChoice<T>(JsonForm<T> form, Func<T, bool>? filter, IComparer<T>? order) : IEntryChoice<T>
{
    public PlacedEntry<T>? Place(string key, Value raw)
    {
        var value = form.FromValue(raw)!;
        return filter is null || filter(value) ? new PlacedEntry<T>(new MapEntry<T>(key, raw, form), value) : null;
    }

    public int Compare(PlacedEntry<T>? x, PlacedEntry<T>? y)
    {
        var byValue = order?.Compare(x!.Value, y!.Value) ?? 0;
        return byValue != 0 ? byValue : Utf8Order.Compare(x!.Entry.Key, y!.Entry.Key);
    }
}
