using TopGun.Core.Partitions;

namespace TopGun.Server.Maps;

/// <summary>Which maps have something to be done when, earliest first. Safe for many threads at once.</summary>
/// <remarks>A time in it may be too early, when what was noted for it is gone by then, but never too late.</remarks>
internal sealed class MapAgenda
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _due = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, long> _order = new();

    /// <summary>Notes that a map has something to be done at a time, in Unix milliseconds.</summary>
    public void Note(string map, long atMs)
    {
        lock (_gate)
        {
            if (_due.TryGetValue(map, out var known) && known <= atMs) return;
            _due[map] = atMs;
            _order.Enqueue(map, atMs);
        }
    }

    /// <summary>Notes when records of a commit expire.</summary>
    public void Note(PartitionCommit commit)
    {
        for (var i = 0; i < commit.Records.Count; i++)
            if (commit.Records[i] is { ExpiresAtMs: > 0 and var atMs } record) Note(record.Map, atMs);
    }

    /// <summary>Takes out the maps whose time has come.</summary>
    public IReadOnlyList<string> TakeDue(long nowMs)
    {
        lock (_gate)
        {
            List<string> maps = [];
            while (_order.TryPeek(out var map, out var atMs) && atMs <= nowMs)
            {
                _order.Dequeue();
                // An entry that a later note has overtaken says nothing.
                if (_due.TryGetValue(map, out var due) && due == atMs && _due.Remove(map)) maps.Add(map);
            }

            return maps;
        }
    }
}
