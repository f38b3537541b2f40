using System.Text;
using TopGun.Core.Digests;
using TopGun.Core.Partitions;
using TopGun.Core.Sync;

namespace TopGun.Core.Sessions;

/// <summary>What a client has asked of a map's digests and was not told yet: one request at most, which is bounded.</summary>
internal sealed class DigestAnswers(string map)
{
    private readonly Queue<DigestPrefix> _prefixes = new();
    private readonly Queue<string> _keys = new();

    public bool IsEmpty => _prefixes.Count + _keys.Count == 0;

    public void Ask(DigestRequest request)
    {
        foreach (var prefix in request.Prefixes) _prefixes.Enqueue(prefix);
        foreach (var key in request.Keys) _keys.Enqueue(key);
    }

    public void Clear()
    {
        _prefixes.Clear();
        _keys.Clear();
    }

    /// <summary>The next part of the answer, from committed state; null where the digests are not worked out that far yet.</summary>
    public DigestReply? Next(CommittedPartition partition, int subscription, Cursor head, int maxBytes)
    {
        var nodes = _prefixes.Count > 0 ? partition.ReadDigests(map, _prefixes, maxBytes) : [];
        if (nodes is null) return null;
        foreach (var _ in nodes) _prefixes.Dequeue();
        List<ChangedRecord> records = [];
        for (var bytes = 0; bytes < maxBytes && _keys.TryDequeue(out var key);)
        {
            if (partition.Read(map, key) is not { } record) continue;
            records.Add(record);
            bytes += Encoding.UTF8.GetByteCount(record.Key) + record.Bytes.Length;
        }

        return new DigestReply(subscription, head, nodes, records, !IsEmpty);
    }
}
