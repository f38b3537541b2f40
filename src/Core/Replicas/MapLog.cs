using TopGun.Core.Sync;
using TopGun.Core.Time;

namespace TopGun.Core.Replicas;

/// <summary>The part of the op log that concerns one map, in memory: by key for replay, by writer for sending.</summary>
internal sealed class MapLog
{
    private readonly Dictionary<long, LoggedOp> _ops = [];
    private readonly Dictionary<string, SortedDictionary<long, LoggedOp>> _byKey = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, LoggedOp> _settled = [];
    private readonly List<WriterLane> _lanes = [];

    // Which numbers of a writer are named in the after of ops that have no result.
    private readonly Dictionary<WriterId, SortedSet<(long Number, long By)>> _named = [];

    /// <summary>Writers with ops that have no result, those of the oldest ops first.</summary>
    public IEnumerable<WriterLane> Lanes => _lanes.Where(lane => lane.Unsettled.Count > 0);

    /// <summary>Ops that have their result and wait for the confirmed state to show it, in log order.</summary>
    public IReadOnlyCollection<LoggedOp> Settled => _settled.Values;

    public int UnsettledCount => _ops.Count - _settled.Count;

    public IEnumerable<string> Keys => _byKey.Keys;

    /// <summary>The newest timestamp that was fixed.</summary>
    public HlcTimestamp LastFixed => _ops.Values.Where(op => op.FirstSentMs != 0).Select(op => op.At).DefaultIfEmpty().Max();

    /// <summary>The ops on one key, in log order.</summary>
    public IReadOnlyCollection<LoggedOp> On(string key) => _byKey.TryGetValue(key, out var ops) ? ops.Values : [];

    public LoggedOp? Find(long position) => _ops.GetValueOrDefault(position);

    public WriterLane Lane(WriterId writer)
    {
        foreach (var known in _lanes)
            if (known.Writer == writer) return known;
        var lane = new WriterLane(writer);
        _lanes.Add(lane);
        return lane;
    }

    public LoggedOp? FindUnsettled(WriterId writer, long number) => Lane(writer).Find(number)?.Value;

    /// <summary>The highest number up to which the client needs no result of a writer any more (INV-OPS-5).</summary>
    public long SettledThrough(WriterLane lane)
    {
        // The server must still know what an op builds on when that op arrives.
        var named = _named.TryGetValue(lane.Writer, out var numbers) && numbers.Count > 0 ? numbers.Min.Number : long.MaxValue;
        return Math.Min(lane.LowestUnsettled, named) - 1;
    }

    /// <summary>Adds an op, or puts it in the place of the one at its position.</summary>
    public void Put(LoggedOp op)
    {
        var known = _ops.GetValueOrDefault(op.Position);
        _ops[op.Position] = op;
        if (!_byKey.TryGetValue(op.Write.Key, out var ops)) _byKey[op.Write.Key] = ops = [];
        ops[op.Position] = op;

        // In its place, so that a lane keeps the order of its numbers.
        var node = known is { IsSettled: false } && known.Writer == op.Writer ? Lane(op.Writer).Find(known.Number) : null;
        if (node is not null && !op.IsSettled)
        {
            Unname(known!);
            node.Value = op;
            Name(op);
            return;
        }

        if (known is { IsSettled: false }) LeaveLane(known);
        if (op.IsSettled) _settled[op.Position] = op;
        else JoinLane(op);
    }

    public void Remove(long position)
    {
        if (!_ops.Remove(position, out var op)) return;
        if (_byKey.TryGetValue(op.Write.Key, out var ops) && ops.Remove(position) && ops.Count == 0) _byKey.Remove(op.Write.Key);
        if (!_settled.Remove(position)) LeaveLane(op);
    }

    private void JoinLane(LoggedOp op)
    {
        var lane = Lane(op.Writer);
        lane.LastNumber = Math.Max(lane.LastNumber, op.Number);
        lane.Unsettled.AddLast(op);
        Name(op);
    }

    private void LeaveLane(LoggedOp op)
    {
        Unname(op);
        if (Lane(op.Writer).Find(op.Number) is { } node) node.List!.Remove(node);
    }

    private void Name(LoggedOp op)
    {
        if (op.After is not { } after) return;
        if (!_named.TryGetValue(after.Writer, out var numbers)) _named[after.Writer] = numbers = [];
        numbers.Add((after.Number, op.Position));
    }

    private void Unname(LoggedOp op)
    {
        if (op.After is { } after && _named.TryGetValue(after.Writer, out var numbers)) numbers.Remove((after.Number, op.Position));
    }
}
