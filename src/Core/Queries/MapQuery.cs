using TopGun.Core.Values;

namespace TopGun.Core.Queries;

/// <summary>A question to a map: which records, in which order, how many, and which of their fields. Immutable; equality is structural.</summary>
/// <param name="Where">The condition; null for every record.</param>
/// <param name="Sort">The fields to sort by, the most important one first; the key decides where they are equal.</param>
/// <param name="Limit">How many rows at most, from 1; null for all.</param>
/// <param name="After">Where the page before ended; null for the first page.</param>
/// <param name="Fields">The fields that rows keep; none for whole values.</param>
public sealed record MapQuery(
    Predicate? Where, IReadOnlyList<SortField> Sort, int? Limit, QueryPosition? After, IReadOnlyList<FieldPath> Fields)
{
    /// <summary>All records of a map, in the order of their keys.</summary>
    public static MapQuery All { get; } = new(null, [], null, null, []);

    /// <summary>Where in a value it looks, to tell whether a record is found and where it stands.</summary>
    internal IEnumerable<FieldPath> Looked => (Where?.Paths ?? []).Concat(Sort.Select(by => by.Path));

    /// <inheritdoc/>
    public bool Equals(MapQuery? other) => other is not null && Equals(Where, other.Where) && Sort.SequenceEqual(other.Sort) && Limit == other.Limit
        && Equals(After, other.After) && Fields.SequenceEqual(other.Fields);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Where, Sort.Count, Limit, After, Fields.Count);

    /// <summary>Answers it from live records. Takes memory for the rows of the answer, not for all that match.</summary>
    /// <param name="records">Keys and values, each key once, in any order.</param>
    public QueryPage Run(IEnumerable<KeyValuePair<string, Value>> records)
    {
        var order = new QueryOrder(Sort);
        // The last row of those kept so far is the first to go.
        var kept = new PriorityQueue<Value, QueryPosition>(Comparer<QueryPosition>.Create((left, right) => order.Compare(right, left)));
        var isCut = false;
        foreach (var (key, value) in records)
        {
            if (Where?.Matches(value) == false) continue;

            var position = order.PositionOf(key, value);
            if (After is not null && order.Compare(position, After) <= 0) continue;

            kept.Enqueue(value, position);
            if (kept.Count <= Limit || Limit is null) continue;
            kept.Dequeue();
            isCut = true;
        }

        var rows = new QueryRow[kept.Count];
        QueryPosition? last = null;
        for (var i = rows.Length - 1; kept.TryDequeue(out var value, out var position); i--)
        {
            last ??= position;
            rows[i] = new(position.Key, Projection.Of(value, Fields));
        }

        return new(rows, isCut ? last : null);
    }
}
