using TopGun.Core.Maps;
using TopGun.Core.Sync;
using TopGun.Core.Time;

namespace TopGun.Core.Replicas;

/// <summary>The part of the op log that concerns one map, in memory: by key for replay, by writer for sending.</summary>
internal sealed class MapLog
{
    private static readonly Comparer<LoggedOp> ByPosition = Comparer<LoggedOp>.Create((left, right) => left.Position.CompareTo(right.Position));

    private readonly Dictionary<long, LoggedOp> _ops = [];
    private readonly Dictionary<string, SortedSet<LoggedOp>> _byKey = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, LoggedOp> _settled = [];
    private readonly List<WriterLane> _lanes = [];

    // Which numbers of a writer are named in the after of ops that have no result.
    private readonly Dictionary<WriterId, SortedSet<(long Number, long By)>> _named = [];

    /// <summary>Writers with ops that have no result, those of the oldest ops first.</summary>
    public IEnumerable<WriterLane> Lanes => _lanes.Where(lane => lane.Unsettled.Count > 0);

    /// <summary>Ops that have their result and wait for the confirmed state to show it, in log order.</summary>
    public IReadOnlyCollection<LoggedOp> Settled => _settled.Values;

    public int UnsettledCount => _ops.Count - _settled.Count;

    /// <summary>About how many bytes the ops without a result take: an upper bound.</summary>
    public long UnsettledBytes { get; private set; }

    public IEnumerable<string> Keys => _byKey.Keys;

    /// <summary>The newest timestamp that was fixed since the log was opened, or before and for an op that has no result yet.</summary>
    public HlcTimestamp LastFixed { get; private set; }

    /// <summary>The newest timestamp of any op without a result, fixed or not: what is written next comes after it.</summary>
    public HlcTimestamp LastDated { get; private set; }

    /// <summary>The ops on one key, in log order.</summary>
    public IReadOnlyCollection<LoggedOp> On(string key) => _byKey.TryGetValue(key, out var ops) ? ops : [];

    /// <summary>The ops on one key, the newest first.</summary>
    public IEnumerable<LoggedOp> DownOn(string key) => _byKey.TryGetValue(key, out var ops) ? ops.Reverse() : [];

    /// <summary>The newest timestamp of the settled ops on a key.</summary>
    public HlcTimestamp NewestSettledOn(string key)
    {
        var newest = default(HlcTimestamp);
        if (!_byKey.TryGetValue(key, out var ops)) return newest;
        // Whichever are fewer: a device that writes one key for a month without a server has many of these, and none of those.
        foreach (var op in ops.Count < _settled.Count ? ops : (IEnumerable<LoggedOp>)_settled.Values)
            if (op.IsSettled && op.Keys.Contains(key)) newest = HlcTimestamp.Max(newest, op.At);
        return newest;
    }

    /// <summary>Of which type the map is by the ops that wait; <see cref="MapType.None"/> when none does.</summary>
    public MapType Type
    {
        get
        {
            foreach (var lane in Lanes)
                foreach (var op in lane.Unsettled)
                    if (!op.IsGivenUp) return op.Writes[0].Write.Type;
            return _settled.Count > 0 ? _settled.Values.First().Writes[0].Write.Type : MapType.None;
        }
    }

    public LoggedOp? Find(long position) => _ops.GetValueOrDefault(position);

    /// <summary>The ops without a result that name an op in their after.</summary>
    public IEnumerable<LoggedOp> BuiltOn(LoggedOp op)
        => _named.TryGetValue(op.Writer, out var named)
            ? named.GetViewBetween((op.Number, 0), (op.Number, long.MaxValue)).Select(name => _ops[name.By])
            : [];

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

    /// <summary>Dates the ops that were never sent as they would be if they were sent now.</summary>
    /// <remarks>
    /// Only in memory: what is stored is dated again when it is read. Without this an op would jump in time when it is first sent,
    /// and fall behind what it was made on or before what was made on it: a write of the user's own would vanish and come back.
    /// </remarks>
    public void Date(ServerTime time)
    {
        LastDated = LastFixed;
        foreach (var lane in Lanes)
            for (var node = lane.Unsettled.First; node is not null; node = node.Next)
            {
                if (node.Value.FirstSentMs != 0) continue;
                LastDated = TimestampOf(node.Value, time.At(node.Value.Made), LastDated);
                var op = node.Value = node.Value with { At = LastDated };
                _ops[op.Position] = op;
                foreach (var key in op.Keys) Put(_byKey[key], op);
            }
    }

    /// <summary>The timestamp of an op: when it was made, but above what it was made on and above what its device wrote before.</summary>
    public static HlcTimestamp TimestampOf(LoggedOp op, long millis, HlcTimestamp last)
    {
        var floor = HlcTimestamp.Max(op.MadeOn, last);
        return millis > floor.Millis ? new HlcTimestamp(millis, 0, op.Writer.ClockName) : floor.Next(op.Writer.ClockName);
    }

    /// <summary>Adds an op, or puts it in the place of the one at its position.</summary>
    public void Put(LoggedOp op)
    {
        var known = _ops.GetValueOrDefault(op.Position);
        // The timestamp of a settled op may be the server's.
        if (!op.IsSettled) LastDated = HlcTimestamp.Max(LastDated, op.At);
        if (op is { IsSettled: false, FirstSentMs: not 0 }) LastFixed = HlcTimestamp.Max(LastFixed, op.At);
        _ops[op.Position] = op;
        foreach (var key in op.Keys)
        {
            if (!_byKey.TryGetValue(key, out var ops)) _byKey[key] = ops = new(ByPosition);
            Put(ops, op);
        }

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
        foreach (var key in op.Keys)
            if (_byKey.TryGetValue(key, out var ops) && ops.Remove(op) && ops.Count == 0) _byKey.Remove(key);
        if (!_settled.Remove(position)) LeaveLane(op);
    }

    // In the place of the one that was there.
    private static void Put(SortedSet<LoggedOp> ops, LoggedOp op)
    {
        ops.Remove(op);
        ops.Add(op);
    }

    private void JoinLane(LoggedOp op)
    {
        var lane = Lane(op.Writer);
        lane.LastNumber = Math.Max(lane.LastNumber, op.Number);
        UnsettledBytes += op.BytesBound;
        // Ops that were logged again under a later number keep their places in the log, so numbers don't come in order when it is read.
        var before = lane.Unsettled.Last;
        while (before is not null && before.Value.Number > op.Number) before = before.Previous;
        if (before is null) lane.Unsettled.AddFirst(op);
        else lane.Unsettled.AddAfter(before, op);
        Name(op);
    }

    private void LeaveLane(LoggedOp op)
    {
        Unname(op);
        if (Lane(op.Writer).Find(op.Number) is not { } node) return;
        node.List!.Remove(node);
        UnsettledBytes -= op.BytesBound;
    }

    private void Name(LoggedOp op)
    {
        foreach (var after in op.Afters)
        {
            if (!_named.TryGetValue(after.Writer, out var numbers)) _named[after.Writer] = numbers = [];
            numbers.Add((after.Number, op.Position));
        }
    }

    private void Unname(LoggedOp op)
    {
        foreach (var after in op.Afters)
            if (_named.TryGetValue(after.Writer, out var numbers)) numbers.Remove((after.Number, op.Position));
    }
}
