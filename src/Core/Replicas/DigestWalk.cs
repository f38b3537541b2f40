using TopGun.Core.Digests;
using TopGun.Core.Sync;

namespace TopGun.Core.Replicas;

/// <summary>Compares what a replica holds of a map with what its server said, and repairs what differs; once in a subscription.</summary>
/// <remarks>
/// Where the digests differ, one walk repairs. Then a full one follows, for which the store is read anew, and where that repairs too, a last
/// look. What differs then still is reported, and the walk is over (INV-DIG-4): on sound software it never is.
/// </remarks>
internal sealed class DigestWalk(int subscription, string map, CaughtUp told, ReplicaRepair replica)
{
    private const int Repairing = 1;
    private const int LastLook = 3;

    private readonly Queue<DigestPrefix> _prefixes = new();
    private readonly Queue<string> _keys = new();
    private int _walk;
    private bool _differs;
    private bool _awaits;

    // Which part of all keys, by their hashes, lies below prefixes that are still to be looked at.
    private double _left = 1;

    /// <summary>Whether there is no more to compare.</summary>
    public bool IsDone { get; private set; }

    /// <summary>About how much of what there is to compare has been compared, 0 to 1: of the first walk, since a second finds nothing to do.</summary>
    public double Share => _walk == Repairing ? 1 - _left : _walk == 0 ? 0 : 1;

    /// <summary>Whether the server owes it an answer.</summary>
    public bool IsAwaiting => _awaits;

    /// <summary>Whether it has something to do without the server: it wants to be asked again.</summary>
    public bool IsReading => !IsDone && !_awaits && !replica.DigestsOf(map).IsBuilt;

    /// <summary>Goes as far as it can without the server.</summary>
    /// <returns>What to ask it; null while there is nothing to ask.</returns>
    public DigestRequest? Next()
    {
        if (IsDone || _awaits) return null;
        var held = replica.DigestsOf(map);
        replica.Build(held);
        if (!held.IsBuilt) return null;

        if (_prefixes.Count + _keys.Count == 0 && !Begin(held)) return null;
        _awaits = true;
        return _prefixes.Count > 0
            ? new DigestRequest(subscription, Take(_prefixes, DigestRequest.MaxPrefixes), [])
            : new DigestRequest(subscription, [], Take(_keys, DigestRequest.MaxKeys));
    }

    /// <summary>Takes an answer, of the very state that the replica has reached (INV-DIG-2).</summary>
    public void Receive(DigestReply reply)
    {
        if (!_awaits) return;
        List<ChangedRecord> records = [.. reply.Records];
        List<string> missing = [];
        var held = replica.DigestsOf(map);
        foreach (var node in reply.Nodes)
        {
            _left -= PartOf(node.Prefix);
            if (node.IsLeaf) Compare(node, held, records, missing);
            else Descend(node, held);
        }

        replica.Repair(map, reply.Head, records, missing);
        _awaits = reply.More;
        // At once: here what is held is a state of the server's, and with the next page it may be a step to one.
        if (!_awaits && _prefixes.Count + _keys.Count == 0 && (!_differs || _walk == LastLook)) End(!_differs);
    }

    // Whether a walk begins.
    private bool Begin(HeldDigests held)
    {
        if (_walk == 0 && replica.CursorOf(map) == told.At && held.DigestOf(DigestPrefix.Root) == told.Digest)
        {
            End(true);
            return false;
        }

        _differs = false;
        _prefixes.Enqueue(DigestPrefix.Root);
        if (++_walk == Repairing) return true;
        replica.ForgetDigests(map);
        replica.Build(replica.DigestsOf(map));
        return replica.DigestsOf(map).IsBuilt;
    }

    private void End(bool isEqual)
    {
        IsDone = true;
        if (!isEqual) replica.ReportMismatch(map);
    }

    private void Descend(DigestNode node, HeldDigests held)
    {
        for (var i = 0; i < node.Children.Count; i++)
        {
            var child = node.Prefix.Child(i);
            if (held.DigestOf(child) == node.Children[i]) continue;
            _differs = true;
            if (_walk == LastLook) continue;
            _prefixes.Enqueue(child);
            _left += PartOf(child);
        }
    }

    private void Compare(DigestNode leaf, HeldDigests held, List<ChangedRecord> records, List<string> missing)
    {
        var ours = held.ItemsOf(leaf.Prefix).ToDictionary(item => item.Key, item => item.Entry, StringComparer.Ordinal);
        foreach (var entry in leaf.Entries)
        {
            var theirs = entry.Bytes is { } bytes ? DigestHash.Entry(entry.Key, entry.Version, bytes.Span) : entry.Digest;
            if (ours.Remove(entry.Key, out var known) && known == theirs) continue;
            _differs = true;
            if (entry.Bytes is { } record) records.Add(new ChangedRecord(entry.Key, entry.Version, record));
            else if (_walk != LastLook) _keys.Enqueue(entry.Key);
        }

        // The server may have a removal of it, which says above what time the next write of the key stands.
        foreach (var key in ours.Keys)
        {
            _differs = true;
            missing.Add(key);
            if (_walk != LastLook) _keys.Enqueue(key);
        }
    }

    private static double PartOf(DigestPrefix prefix) => Math.ScaleB(1, -4 * prefix.Depth);

    private static List<T> Take<T>(Queue<T> queue, int most)
    {
        List<T> taken = [];
        while (taken.Count < most && queue.TryDequeue(out var next)) taken.Add(next);
        return taken;
    }
}
