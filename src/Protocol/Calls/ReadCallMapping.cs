using TopGun.Core.Calls;
using TopGun.Core.Maps;
using TopGun.Core.Queries;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Protocol.Frames;
using TopGun.Protocol.Queries;

namespace TopGun.Protocol.Calls;

/// <summary>Reading calls that have arrived, and their answers.</summary>
internal static class ReadCallMapping
{
    // What a server has taken may be larger than what another one would take.
    private static readonly SyncLimits OfServer = new() { MaxValueBytes = int.MaxValue, MaxKeyBytes = int.MaxValue, MaxFieldNameBytes = int.MaxValue, MaxValueDepth = ValueMeasure.DeepestLook };

    /// <summary>Checks the names in a request for one record, and reads which fields it wants.</summary>
    public static IReadOnlyList<FieldPath> FromWire(Wire.GetRequest wire, SyncLimits limits)
    {
        Check.MapName(wire.Map, limits);
        if (!WriteRules.IsKey(wire.Key, limits)) throw Check.Invalid($"Key of {wire.Key.Length:N0} characters; 1 to {limits.MaxKeyBytes:N0} bytes of well-formed UTF-8 are accepted.");
        return QueryMapping.FromWire(new Wire.Query { Fields = { wire.Fields } }, limits).Fields;
    }

    /// <summary>Reads a query.</summary>
    public static MapQuery FromWire(Wire.QueryRequest wire, SyncLimits limits)
    {
        Check.MapName(wire.Map, limits);
        return QueryMapping.FromWire(wire.Query, limits);
    }

    public static Wire.QueryRequest ToWire(string map, MapQuery query) => new() { Map = map, Query = QueryMapping.ToWire(query) };

    /// <summary>Reads a row of an answer.</summary>
    public static QueryRow RowOf(Wire.Entry wire) => new(wire.Key, ValueMapping.FromWire(wire.Value, OfServer));

    /// <summary>Where an answer goes on, from its last page.</summary>
    public static QueryPosition? NextOf(Wire.QueryResponse? wire) => wire?.Next is { } next ? QueryMapping.PositionOf(next, OfServer) : null;

    /// <summary>Reads the condition and the fields of a watch.</summary>
    public static MapQuery FromWire(Wire.WatchRequest wire, SyncLimits limits)
    {
        Check.MapName(wire.Map, limits);
        if (wire is { ChangesOnly: true, Cursor: not null }) throw Check.Invalid($"A watch has both a cursor and changes_only; it has one of them.");
        return QueryMapping.FromWire(new Wire.Query { Where = wire.Where, Fields = { wire.Fields } }, limits);
    }

    /// <summary>The cursor of a watch; null when it has none.</summary>
    public static Cursor? CursorOf(Wire.WatchRequest wire) => wire.Cursor is null ? null : CursorMapping.FromWire(wire.Cursor);

    public static Wire.Entry ToWire(string key, long version, Value value, Record record) => new()
    {
        Key = key,
        Version = checked((ulong)version),
        Value = ValueMapping.ToWire(value),
        ExpiresAtMs = checked((ulong)record.ExpiresAtMs),
    };

    public static Wire.WatchResponse ToWire(WatchPage page) => new()
    {
        Events = { page.Events.Select(ToWire) },
        Cursor = CursorMapping.ToWire(page.To),
        CaughtUp = page.IsCaughtUp,
        Reset = (Wire.ResetReason)page.Reset,
    };

    public static Wire.Cursor ToWire(Cursor cursor) => CursorMapping.ToWire(cursor);

    public static Wire.QueryPosition? ToWire(QueryPosition? position) => position is null ? null : QueryMapping.ToWire(position);

    private static Wire.WatchEvent ToWire(WatchEvent change)
        => change is { Value: { } value, Record: { } record } ? new() { Put = ToWire(change.Key, change.Version, value, record) } : new() { Gone = change.Key };
}
