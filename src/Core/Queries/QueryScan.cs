using TopGun.Core.Maps;
using TopGun.Core.Sync;

namespace TopGun.Core.Queries;

/// <summary>Answers a query from serialised records: finds first which rows there are, and reads them again as they are taken.</summary>
/// <remarks>So the answer takes memory for places, not for values, however long it is and however slowly it is taken.</remarks>
public static class QueryScan
{
    private const int RecordsPerLook = 256;

    /// <summary>Finds the rows.</summary>
    /// <param name="query">The query.</param>
    /// <param name="records">The records, each key once, in any order; removed ones are passed over.</param>
    /// <param name="codec">Reads records.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The records found, in the order of the query; and where the next page goes on, when the limit cut the answer.</returns>
    public static (ChangedRecord[] Found, QueryPosition? Next) Run(
        MapQuery query, IEnumerable<ChangedRecord> records, IRecordCodec codec, CancellationToken cancellationToken)
    {
        var order = new QueryOrder(query.Sort);
        // The last row of those kept so far is the first to go.
        var kept = new PriorityQueue<ChangedRecord, QueryPosition>(Comparer<QueryPosition>.Create((left, right) => order.Compare(right, left)));
        var isCut = false;
        var looked = 0;
        foreach (var changed in records)
        {
            if (looked++ % RecordsPerLook == 0) cancellationToken.ThrowIfCancellationRequested();
            if (codec.Decode(changed.Bytes.Span).ToValue() is not { } value) continue;
            if (query.Where?.Matches(value) == false) continue;

            var position = order.PositionOf(changed.Key, value);
            if (query.After is not null && order.Compare(position, query.After) <= 0) continue;

            kept.Enqueue(changed, position);
            if (kept.Count <= query.Limit || query.Limit is null) continue;
            kept.Dequeue();
            isCut = true;
        }

        var found = new ChangedRecord[kept.Count];
        QueryPosition? last = null;
        for (var i = found.Length - 1; kept.TryDequeue(out var record, out var position); i--)
        {
            last ??= position;
            found[i] = record;
        }

        return (found, isCut ? last : null);
    }
}
