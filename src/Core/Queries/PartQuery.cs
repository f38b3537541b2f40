using TopGun.Core.Maps;
using TopGun.Core.Sync;
using TopGun.Core.Values;

namespace TopGun.Core.Queries;

/// <summary>What makes a part of a map: which records, in which order and how many, and which of their fields. Immutable.</summary>
/// <remarks>
/// Records travel with the fields of condition and order too, so that whoever holds them can tell whether his own writes keep them in the part, and where.
/// With a limit the part is a window: which records it has depends on all others.
/// </remarks>
public sealed class PartQuery
{
    private readonly QueryOrder _order;
    private readonly HashSet<string>? _kept;

    /// <summary>Makes a part of a query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="limits">What the server accepts; null where the query was checked before.</param>
    /// <exception cref="SyncException">One of its fields has more than one name (<see cref="ErrorCode.InvalidFrame"/>), or its limit is over
    /// <see cref="SyncLimits.MaxWindowRows"/> (<see cref="ErrorCode.LimitExceeded"/>).</exception>
    public PartQuery(MapQuery query, SyncLimits? limits = null)
    {
        if (query.Fields.FirstOrDefault(field => field.Names.Count != 1) is { } deep)
            throw new SyncException(ErrorCode.InvalidFrame, $"Field {deep} of a part has {deep.Names.Count} names; a part keeps or leaves fields of the record as a whole, so 1 is accepted.");
        if (query.Limit > limits?.MaxWindowRows)
            throw new SyncException(ErrorCode.LimitExceeded, FormattableString.Invariant($"Limit of a part of {query.Limit:N0}; at most {limits.MaxWindowRows:N0} rows are kept in step. Ask for pages of it once, or hold the part without a limit."));
        Query = query;
        _order = new QueryOrder(query.Sort);
        if (query.Fields.Count == 0) return;

        _kept = new HashSet<string>(query.Fields.Select(field => field.Names[0]), StringComparer.Ordinal);
        foreach (var path in query.Looked)
            if (path.Names.Count > 0) _kept.Add(path.Names[0]);
    }

    /// <summary>The query.</summary>
    public MapQuery Query { get; }

    /// <summary>Whether records come whole.</summary>
    public bool IsWhole => _kept is null;

    /// <summary>Whether its records have a field, where they have it in the map.</summary>
    public bool Keeps(string field) => _kept?.Contains(field) != false;

    /// <summary>Whether it is a window, which has only so many rows.</summary>
    public bool IsWindow => Query.Limit is not null;

    /// <summary>Whether it can be asked for only where the server names <see cref="Features.Window"/>.</summary>
    public bool NeedsWindows => IsWindow || Query.Sort.Count > 0 || Query.After is not null;

    /// <summary>Whether a record meets what the part asks of each by itself. So does each row of a window; of those that do it has the first ones.</summary>
    public bool Matches(string key, Value value)
        => Query.Where?.Matches(value) != false && (Query.After is null || _order.Compare(_order.PositionOf(key, value), Query.After) > 0);

    /// <summary>The record without the fields that are none of the part's. A value that is no object stays.</summary>
    public Record Cut(Record record)
    {
        if (_kept is null || record.Registers.Keys.All(_kept.Contains)) return record;
        var registers = new Dictionary<string, Register>(StringComparer.Ordinal);
        foreach (var (field, register) in record.Registers)
            if (_kept.Contains(field)) registers[field] = register;
        return new Record(record.Root, record.Cleared, registers, record.ExpiresAtMs);
    }
}
