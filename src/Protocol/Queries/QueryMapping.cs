using TopGun.Core.Queries;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Protocol.Frames;

namespace TopGun.Protocol.Queries;

/// <summary>Queries, and their form on the wire.</summary>
internal static class QueryMapping
{
    public static Wire.Query ToWire(MapQuery query)
    {
        var wire = new Wire.Query
        {
            Where = query.Where is null ? null : PredicateMapping.ToWire(query.Where),
            After = query.After is null ? null : ToWire(query.After),
            Sort = { query.Sort.Select(field => new Wire.SortField { Path = PredicateMapping.ToWire(field.Path), Descending = field.IsDescending }) },
            Fields = { query.Fields.Select(PredicateMapping.ToWire) },
        };
        if (query.Limit is { } limit) wire.Limit = checked((uint)limit);
        return wire;
    }

    /// <summary>Reads a query that has arrived; absent, it asks for everything.</summary>
    /// <exception cref="SyncException">It breaks the contract or is over a bound.</exception>
    public static MapQuery FromWire(Wire.Query? wire, SyncLimits limits)
    {
        if (wire is null) return MapQuery.All;

        var bounds = QueryLimits.Default;
        Check.Count(wire.Sort.Count, "Sort fields of a query", bounds.MaxSortFields);
        Check.Count(wire.Fields.Count, "Fields of a query", bounds.MaxFields);
        var query = new MapQuery(
            wire.Where is null ? null : PredicateMapping.FromWire(wire.Where, limits),
            [.. wire.Sort.Select(field => new SortField(PredicateMapping.FromWire(field.Path), field.Descending))],
            wire.HasLimit ? (int)Math.Min(wire.Limit, int.MaxValue) : null,
            wire.After is null ? null : PositionOf(wire.After, limits),
            [.. wire.Fields.Select(PredicateMapping.FromWire)]);
        QueryCheck.Check(query, limits, bounds);
        return query;
    }

    public static Wire.QueryPosition ToWire(QueryPosition position) => new()
    {
        Key = position.Key,
        Values = { position.SortValues.Select(value => new Wire.SortValue { Value = value is null ? null : ValueMapping.ToWire(value) }) },
    };

    public static QueryPosition PositionOf(Wire.QueryPosition wire, SyncLimits limits)
    {
        Check.Count(wire.Values.Count, "Sort values of a page", QueryLimits.Default.MaxSortFields);
        return new([.. wire.Values.Select(value => (Value?)(value.Value is null ? null : PredicateMapping.ValueOf(value.Value, limits)))], wire.Key);
    }
}
