using TopGun.Core.Values;

namespace TopGun.Core.Queries;

/// <summary>The order of a query: its sort fields, then the keys, ascending, by their bytes of UTF-8. So no two rows are equal.</summary>
/// <param name="sort">The sort fields, the most important one first.</param>
public sealed class QueryOrder(IReadOnlyList<SortField> sort) : IComparer<QueryPosition>
{
    /// <summary>The place of a record.</summary>
    public QueryPosition PositionOf(string key, Value value) => new([.. sort.Select(field => field.Path.In(value))], key);

    /// <summary>Compares two places of this query.</summary>
    public int Compare(QueryPosition? x, QueryPosition? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        for (var i = 0; i < sort.Count; i++)
            if (ValueOrder.Instance.Compare(x.SortValues[i], y.SortValues[i]) is not 0 and var order)
                return sort[i].IsDescending ? -Math.Sign(order) : order;

        return Utf8Order.Compare(x.Key, y.Key);
    }
}
