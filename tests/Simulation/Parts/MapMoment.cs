using TopGun.Core.Maps;
using TopGun.Core.Queries;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Protocol.Records;

namespace TopGun.Simulation.Parts;

/// <summary>A map as it was committed at one moment, which knows what each part of it had then.</summary>
internal sealed class MapMoment
{
    private readonly Lazy<List<(string Key, long Version, Record Record, Value Value)>> _live;

    /// <param name="records">All records, removed ones too.</param>
    public MapMoment(IEnumerable<ChangedRecord> records)
    {
        // Most moments are never looked at.
        ChangedRecord[] all = [.. records];
        _live = new(() => [.. all
            .Select(changed => (changed.Key, changed.Version, Record: RecordCodec.Instance.Decode(changed.Bytes.Span)))
            .Where(read => read.Record.IsLive)
            .Select(read => (read.Key, read.Version, read.Record, read.Record.ToValue()!))]);
    }

    /// <summary>The live records.</summary>
    public IEnumerable<KeyValuePair<string, Value>> Entries => _live.Value.Select(record => KeyValuePair.Create(record.Key, record.Value));

    /// <summary>The rows of a part, each with its version and its bytes: found the simple way, by sorting all that there is.</summary>
    public HashSet<(string Key, long Version, string Bytes)> RowsOf(PartQuery part)
    {
        var (query, order) = (part.Query, new QueryOrder(part.Query.Sort));
        return [.. _live.Value
            .Where(record => query.Where?.Matches(record.Value) != false)
            .OrderBy(record => order.PositionOf(record.Key, record.Value), order)
            .SkipWhile(record => query.After is { } after && order.Compare(order.PositionOf(record.Key, record.Value), after) <= 0)
            .Take(query.Limit ?? int.MaxValue)
            .Select(record => (record.Key, record.Version, Convert.ToHexString(RecordCodec.Instance.Encode(part.Cut(record.Record)))))];
    }
}
