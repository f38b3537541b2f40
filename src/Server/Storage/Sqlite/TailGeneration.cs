using TopGun.Core.Calls;
using TopGun.Core.Partitions;

namespace TopGun.Server.Storage.Sqlite;

/// <summary>Commits of the log that are folded together, found by map.</summary>
/// <remarks>They share their bytes with the maps in memory. Grows until it is frozen; then it may be read by many threads.</remarks>
internal sealed class TailGeneration
{
    private readonly Dictionary<string, long> _firstExpiries = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Map, string Subject, string Key), KeyedOutcome> _keyed = [];
    private readonly Dictionary<string, List<PartitionCommit>> _byMap = new(StringComparer.Ordinal);

    /// <summary>For maps in which they let records expire: when the first of those does, in milliseconds of server time.</summary>
    public IReadOnlyDictionary<string, long> FirstExpiries => _firstExpiries;

    /// <summary>What became of keyed writes.</summary>
    public IReadOnlyDictionary<(string Map, string Subject, string Key), KeyedOutcome> Keyed => _keyed;

    /// <summary>The number of its newest commit in the log.</summary>
    public long Newest { get; private set; }

    /// <summary>How many commits there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many bytes they take in the log.</summary>
    public long Bytes { get; private set; }

    /// <summary>The maps that they change, with the commits that change each, in order.</summary>
    public IReadOnlyDictionary<string, List<PartitionCommit>> ByMap => _byMap;

    /// <summary>Adds the next commit.</summary>
    public void Add(long number, PartitionCommit commit, int bytes)
    {
        for (var i = 0; i < commit.Records.Count; i++)
        {
            var record = commit.Records[i];
            Note(record.Map, commit);
            if (record.ExpiresAtMs > 0) _firstExpiries[record.Map] = Math.Min(record.ExpiresAtMs, _firstExpiries.GetValueOrDefault(record.Map, long.MaxValue));
        }

        for (var i = 0; i < commit.Writers.Count; i++) Note(commit.Writers[i].Map, commit);
        foreach (var collected in commit.Collected) Note(collected.Map, commit);
        foreach (var typing in commit.Types) Note(typing.Map, commit);
        foreach (var change in commit.Registrations) Note(change.Map, commit);
        foreach (var keyed in commit.Keyed)
        {
            _keyed[(keyed.Map, keyed.Subject, keyed.Write.Key)] = keyed;
            Note(keyed.Map, commit);
        }

        Newest = number;
        Count++;
        Bytes += bytes;
    }

    private void Note(string map, PartitionCommit commit)
    {
        if (!_byMap.TryGetValue(map, out var commits)) _byMap[map] = commits = [];
        if (commits.Count == 0 || !ReferenceEquals(commits[^1], commit)) commits.Add(commit);
    }
}
