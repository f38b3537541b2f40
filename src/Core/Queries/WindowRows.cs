using System.Text;
using TopGun.Core.Values;

namespace TopGun.Core.Queries;

/// <summary>The first rows of a query with a limit, and some that would move up, while records change one by one (INV-QRY-4).</summary>
/// <remarks>
/// It has each row up to a place in the order, and knows nothing of those behind. While nothing was ever left out there is no such place. A row that
/// leaves is followed by the next; when those are used up, all records have to be looked at anew. It holds places, not records.
/// Not safe for several threads at once.
/// </remarks>
internal sealed class WindowRows
{
    /// <summary>How many bytes keys and sort values may take, all together.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>How many they may take while records are still looked through: rows that come later may be before long ones.</summary>
    public const int MostBytesMidway = 16 << 20;

    private const int MinSpare = 16;
    private const int MostSpare = 10_000;

    private readonly PartQuery _part;
    private readonly QueryOrder _order;
    private readonly int _limit;
    private readonly Dictionary<string, Row> _byKey = new(StringComparer.Ordinal);
    private readonly SortedSet<Row> _rows;
    private QueryPosition? _end;
    private int _spare;
    private long _bytes;

    /// <summary>Begins without records.</summary>
    /// <param name="part">The query, which has a limit.</param>
    public WindowRows(PartQuery part)
    {
        _part = part;
        _order = new QueryOrder(part.Query.Sort);
        _limit = part.Query.Limit!.Value;
        _spare = Math.Max(_limit, MinSpare);
        _rows = new SortedSet<Row>(Comparer<Row>.Create((left, right) => _order.Compare(left.Position, right.Position)));
    }

    /// <summary>The rows of the window, in order: keys and versions.</summary>
    public IEnumerable<(string Key, long Version)> Top => _rows.Take(_limit).Select(row => (row.Position.Key, row.Version));

    /// <summary>How many records it has, those behind the window too.</summary>
    public int Count => _rows.Count;

    /// <summary>Whether rows are missing that it knows nothing of: all records have to be looked at anew.</summary>
    public bool IsShort => _rows.Count < _limit && _end is not null;

    /// <summary>Bytes of keys and sort values; over <see cref="MaxBytes"/> they can't be kept.</summary>
    public long Bytes => _bytes;

    /// <summary>All that are to come were taken, of what was so far known to be the first rows; who stands behind the last of them is not known.</summary>
    public void EndHere() => _end = _rows.Max?.Position;

    /// <summary>All records will be looked at anew; and more are kept behind the window, so that it is not soon again.</summary>
    public void Restart()
    {
        _byKey.Clear();
        _rows.Clear();
        _bytes = 0;
        _end = null;
        _spare = Math.Min(2 * _spare, Math.Max(MostSpare, _limit));
    }

    /// <summary>Takes a record as it is now.</summary>
    /// <param name="key">The key.</param>
    /// <param name="version">The version of its last change.</param>
    /// <param name="value">Its value; null when it is absent.</param>
    public void Set(string key, long version, Value? value)
    {
        if (_byKey.Remove(key, out var known)) Drop(known);
        if (value is null || !_part.Matches(key, value)) return;
        var row = new Row(_order.PositionOf(key, value), version);
        if (_end is not null && _order.Compare(row.Position, _end) > 0) return;

        _byKey[key] = row;
        _rows.Add(row);
        _bytes += BytesOf(row);
        while (_rows.Count > _limit && (_rows.Count > _limit + _spare || _bytes > MaxBytes)) DropLast();
    }

    private void DropLast()
    {
        var last = _rows.Max!;
        _byKey.Remove(last.Position.Key);
        Drop(last);
        _end = last.Position;
    }

    private void Drop(Row row)
    {
        _rows.Remove(row);
        _bytes -= BytesOf(row);
    }

    private static long BytesOf(Row row)
        => Encoding.UTF8.GetByteCount(row.Position.Key) + row.Position.SortValues.Sum(value => value is null ? 1L : ValueMeasure.Of(value).Bytes);

    private sealed record Row(QueryPosition Position, long Version);
}
