namespace TopGun.Core.Replicas;

/// <summary>Records of one map in memory, found by their keys and read in the order of these. Not safe for several threads at once.</summary>
/// <remarks>
/// Runs of records in order, one behind the other: a key is looked for among their first keys, and then in one of them. Beyond its bytes and its key a record costs about 50 bytes; a dictionary and a tree
/// beside it took 200.
/// </remarks>
internal sealed class OrderedRecords
{
    private readonly List<RecordRun> _runs = [];

    /// <summary>All records, in order.</summary>
    public IEnumerable<ReplicaRecord> All => After(null);

    public ReplicaRecord? Find(string key)
    {
        if (_runs.Count == 0) return null;
        Span<byte> buffer = stackalloc byte[Utf8Key.OnStack];
        var name = Utf8Key.Of(key, buffer);
        var run = _runs[RunOf(name)];
        return run.PlaceOf(name) is >= 0 and var place ? PackedRecord.Read(run[place], key) : null;
    }

    public void Put(ReplicaRecord record)
    {
        Span<byte> buffer = stackalloc byte[Utf8Key.OnStack];
        var name = Utf8Key.Of(record.Key, buffer);
        var packed = PackedRecord.Of(record, name);
        if (_runs.Count == 0) _runs.Add(new RecordRun());
        var at = RunOf(name);
        var run = _runs[at];
        var place = run.PlaceOf(name);
        if (place >= 0)
        {
            run[place] = packed;
            return;
        }

        place = ~place;
        if (!run.IsFull)
        {
            run.Insert(place, packed);
        }
        else if (place < run.Count)
        {
            var upper = run.SplitUpper();
            _runs.Insert(at + 1, upper);
            if (place > run.Count) upper.Insert(place - run.Count, packed);
            else run.Insert(place, packed);
        }
        else
        {
            // Behind a full run: so keys that come in their order leave full runs behind.
            if (at + 1 == _runs.Count || _runs[at + 1].IsFull) _runs.Insert(at + 1, new RecordRun());
            _runs[at + 1].Insert(0, packed);
        }
    }

    public void Remove(string key)
    {
        if (_runs.Count == 0) return;
        Span<byte> buffer = stackalloc byte[Utf8Key.OnStack];
        var name = Utf8Key.Of(key, buffer);
        var at = RunOf(name);
        var run = _runs[at];
        if (run.PlaceOf(name) is not (>= 0 and var place)) return;
        run.RemoveAt(place);
        if (run.Count == 0) _runs.RemoveAt(at);
    }

    /// <summary>The records after a key, in order; it is looked for, not counted up to. Null for all.</summary>
    public IEnumerable<ReplicaRecord> After(string? key)
    {
        var (at, place) = key is null ? (0, 0) : PlaceAfter(key);
        for (; at < _runs.Count; at++, place = 0)
            for (; place < _runs[at].Count; place++) yield return PackedRecord.Read(_runs[at][place]);
    }

    private (int Run, int Place) PlaceAfter(string key)
    {
        if (_runs.Count == 0) return (0, 0);
        Span<byte> buffer = stackalloc byte[Utf8Key.OnStack];
        var name = Utf8Key.Of(key, buffer);
        var at = RunOf(name);
        var place = _runs[at].PlaceOf(name);
        return (at, place >= 0 ? place + 1 : ~place);
    }

    // The run in which a key stands or would stand: the last one that begins with it or before it, or the first.
    private int RunOf(ReadOnlySpan<byte> key)
    {
        int low = 1, high = _runs.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (PackedRecord.KeyOf(_runs[middle][0]).SequenceCompareTo(key) <= 0) low = middle + 1;
            else high = middle;
        }

        return low - 1;
    }
}
