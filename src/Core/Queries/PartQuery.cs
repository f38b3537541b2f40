using TopGun.Core.Maps;
using TopGun.Core.Sync;
using TopGun.Core.Values;

namespace TopGun.Core.Queries;

/// <summary>What makes a part of a map: the condition that its records meet, and which of their fields it has. Immutable.</summary>
/// <remarks>Records travel with the fields of the condition too, so that whoever holds them can tell whether his own writes keep them in the part.</remarks>
public sealed class PartQuery
{
    private readonly HashSet<string>? _kept;

    /// <summary>Makes a part of a query.</summary>
    /// <exception cref="SyncException">It sorts, is limited or paged, or one of its fields has more than one name (<see cref="ErrorCode.InvalidFrame"/>).</exception>
    public PartQuery(MapQuery query)
    {
        if (query.Sort.Count > 0 || query.Limit is not null || query.After is not null)
            throw new SyncException(ErrorCode.InvalidFrame, "A part of a map has a condition and fields; it is neither sorted nor limited nor paged. Hold the part and query it on the device, or ask the server once.");
        if (query.Fields.FirstOrDefault(field => field.Names.Count != 1) is { } deep)
            throw new SyncException(ErrorCode.InvalidFrame, $"Field {deep} of a part has {deep.Names.Count} names; a part keeps or leaves fields of the record as a whole, so 1 is accepted.");
        Query = query;
        if (query.Fields.Count == 0) return;

        _kept = new HashSet<string>(query.Fields.Select(field => field.Names[0]), StringComparer.Ordinal);
        if (query.Where is not null)
            foreach (var path in query.Where.Paths)
                if (path.Names.Count > 0) _kept.Add(path.Names[0]);
    }

    /// <summary>The query.</summary>
    public MapQuery Query { get; }

    /// <summary>Whether records come whole.</summary>
    public bool IsWhole => _kept is null;

    /// <summary>Whether its records have a field, where they have it in the map.</summary>
    public bool Keeps(string field) => _kept?.Contains(field) != false;

    /// <summary>Whether a value belongs to the part.</summary>
    public bool Matches(Value value) => Query.Where?.Matches(value) != false;

    /// <summary>The value as the part shows it; null when it does not belong to it.</summary>
    public Value? Show(Value? value) => value is not null && Matches(value) ? Projection.Of(value, Query.Fields) : null;

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
