using TopGun.Core.Calls;
using TopGun.Core.Partitions;

namespace TopGun.Server.Storage.Sqlite;

/// <summary>What is in the log and not yet in the tables: the commits being folded, and those that came since.</summary>
/// <remarks>
/// A load reads the tables of one moment and the tail of the same moment (INV-STO-5). So whoever changes what is committed does it,
/// and changes the tail, under <see cref="Gate"/>; and a load begins its read transaction and takes its part of the tail under it.
/// </remarks>
internal sealed class LogTail
{
    private TailGeneration _recent = new();
    private TailGeneration? _folding;

    /// <summary>Held while a transaction commits and while a load begins.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Bytes of the commits that are not being folded yet.</summary>
    public long RecentBytes => _recent.Bytes;

    /// <summary>How many commits are not being folded yet.</summary>
    public int RecentCount => _recent.Count;

    /// <summary>Adds a commit that has become durable.</summary>
    public void Add_NeedsLock(long number, PartitionCommit commit, int bytes) => _recent.Add(number, commit, bytes);

    /// <summary>The commits that change a map, in order.</summary>
    public List<PartitionCommit> Of_NeedsLock(string map)
    {
        var commits = new List<PartitionCommit>();
        if (_folding?.ByMap.GetValueOrDefault(map) is { } folding) commits.AddRange(folding);
        if (_recent.ByMap.GetValueOrDefault(map) is { } recent) commits.AddRange(recent);
        return commits;
    }

    /// <summary>What became of a keyed write of it; null when it has none under that key.</summary>
    public KeyedOutcome? FindKeyed_NeedsLock(string map, string subject, string key)
        => _recent.Keyed.GetValueOrDefault((map, subject, key)) ?? _folding?.Keyed.GetValueOrDefault((map, subject, key));

    /// <summary>The maps that change in it, some twice.</summary>
    public IEnumerable<string> Maps_NeedsLock => _recent.ByMap.Keys.Concat(_folding?.ByMap.Keys ?? []);

    /// <summary>The maps whose registrations change in it.</summary>
    public List<string> Registering_NeedsLock()
        => [.. new[] { _folding, _recent }
            .SelectMany(generation => generation?.ByMap.AsEnumerable() ?? [])
            .Where(map => map.Value.Exists(commit => commit.Registrations.Any(change => change.Map == map.Key)))
            .Select(map => map.Key)];

    /// <summary>Brings forward when the first records of maps expire, by those that expire in it.</summary>
    public void AddExpiries_NeedsLock(Dictionary<string, long> first)
    {
        foreach (var generation in new[] { _folding, _recent })
            foreach (var (map, atMs) in generation?.FirstExpiries.AsEnumerable() ?? [])
                first[map] = Math.Min(atMs, first.GetValueOrDefault(map, long.MaxValue));
    }

    /// <summary>Closes what came so far, to be folded; commits that come now are of the next fold.</summary>
    public TailGeneration Freeze()
    {
        lock (Gate)
        {
            _folding = _recent;
            _recent = new TailGeneration();
            return _folding;
        }
    }

    /// <summary>Forgets the commits that were folded, as they become visible in the tables.</summary>
    public void Drop_NeedsLock() => _folding = null;
}
