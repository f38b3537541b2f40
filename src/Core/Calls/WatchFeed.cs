using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Queries;
using TopGun.Core.Sessions;
using TopGun.Core.Sync;

namespace TopGun.Core.Calls;

/// <summary>What one who keeps no replica is told of a map: the records that match, as they become, and which are gone.</summary>
/// <remarks>
/// It holds a cursor and reads what changed since, so a slow reader costs no memory. One that began with all that matches is told of no
/// key that it was never given; for that, and only with a condition, the keys given are remembered. Not safe for several threads at once.
/// </remarks>
public sealed class WatchFeed
{
    private readonly string _map;
    private readonly Predicate? _where;
    private readonly IReadOnlyList<FieldPath> _fields;
    private readonly IRecordCodec _codec;
    private readonly FollowedCursor _followed;
    private HashSet<string>? _given;
    private bool _isFirst;

    /// <summary>Makes a feed.</summary>
    /// <param name="map">The map.</param>
    /// <param name="from">What was seen; the start for all that is there first.</param>
    /// <param name="where">The condition; null for all records.</param>
    /// <param name="fields">The fields that values keep; none for whole values.</param>
    /// <param name="codec">Reads records.</param>
    public WatchFeed(string map, Cursor from, Predicate? where, IReadOnlyList<FieldPath> fields, IRecordCodec codec)
    {
        _map = map;
        _where = where;
        _fields = fields;
        _codec = codec;
        _followed = new FollowedCursor(map, from, []);
        if (from == Cursor.Start) Begin();
    }

    /// <summary>What has been seen.</summary>
    public Cursor At => _followed.At;

    /// <summary>Reads what changed since, as far as one page holds it. To be called under the partition's lock.</summary>
    /// <param name="partition">The map's partition; the map is loaded.</param>
    /// <param name="maxBytes">The page ends when its keys and records reach this.</param>
    /// <param name="reset">Why the reader begins anew; <see cref="ResetReason.None"/> when it does not.</param>
    public ChangeRead Read(CommittedPartition partition, int maxBytes, out ResetReason reset)
    {
        reset = _followed.Check(partition, out _);
        if (reset != ResetReason.None) Begin();
        return partition.ReadChanges(_map, _followed.At.Version, maxBytes);
    }

    /// <summary>Makes of what was read what is told. Takes no lock: decoding is the expensive part.</summary>
    public WatchPage Take(ChangeRead read, ResetReason reset)
    {
        var events = new List<WatchEvent>(read.Records.Count);
        foreach (var changed in read.Records)
        {
            var record = _codec.Decode(changed.Bytes.Span);
            var value = record.IsLive ? record.ToValue() : null;
            if (value is not null && _where?.Matches(value) != false)
            {
                _given?.Add(changed.Key);
                events.Add(new WatchEvent(changed.Key, changed.Version, Projection.Of(value, _fields), record));
            }
            else if (_given is null ? !_isFirst : _given.Remove(changed.Key))
            {
                events.Add(new WatchEvent(changed.Key, changed.Version, null, null));
            }
        }

        _followed.Reach(read.To);
        // Of all that was there, a page may have shown a key that is removed before the next: from a second page on, removals count.
        _isFirst = false;
        return new WatchPage(reset, events, read.To, !read.More);
    }

    private void Begin()
    {
        _given = _where is null ? null : new HashSet<string>(StringComparer.Ordinal);
        _isFirst = true;
    }
}
