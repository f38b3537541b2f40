using TopGun.Client.Json;
using TopGun.Core.Queries;
using TopGun.Core.Values;

namespace TopGun.Client.Maps.Views;

/// <summary>Entries that meet a query, in its order and with its fields. What its limit cuts off is not this one's to say.</summary>
internal sealed class QueryChoice<T>(JsonForm<T> form, MapQuery query) : IEntryChoice<T>
{
    private readonly QueryOrder _order = new(query.Sort);

    public PlacedEntry<T>? Place(string key, Value raw)
    {
        if (query.Where?.Matches(raw) == false) return null;
        var position = _order.PositionOf(key, raw);
        if (query.After is { } after && _order.Compare(position, after) <= 0) return null;
        var kept = Projection.Of(raw, query.Fields);
        return new PlacedEntry<T>(new MapEntry<T>(key, kept, form), form.FromValue(kept)!, position);
    }

    public int Compare(PlacedEntry<T>? x, PlacedEntry<T>? y) => _order.Compare(x!.Position, y!.Position);
}
