using TopGun.Core.Partitions;
using TopGun.Core.Registrations;
using TopGun.Core.Sync;

namespace TopGun.Server.Storage.Sqlite;

/// <summary>What some commits make of a map.</summary>
/// <param name="Name">The map's name.</param>
/// <param name="Records">The newest state of each key that they change.</param>
/// <param name="Writers">For each writer what they do to its row, in order.</param>
/// <param name="Registrations">What they do to registered resolvers, in order.</param>
internal sealed record FoldedMap(string Name, RecordChange[] Records, IReadOnlyList<WriterChange>[] Writers, RegistrationChange[] Registrations)
{
    /// <summary>Coalesces commits, in their order; the keys come out sorted.</summary>
    public static FoldedMap Of(string name, IReadOnlyList<PartitionCommit> commits)
    {
        var records = Newest(name, commits).Values.ToArray();
        Array.Sort(records, (left, right) => string.CompareOrdinal(left.Key, right.Key));
        var registrations = commits.SelectMany(commit => commit.Registrations).Where(change => change.Map == name);
        return new FoldedMap(name, records, [.. Changes(name, commits).Values], [.. registrations]);
    }

    /// <summary>The newest state of each key that some commits change.</summary>
    public static Dictionary<string, RecordChange> Newest(string name, IReadOnlyList<PartitionCommit> commits)
    {
        var newest = new Dictionary<string, RecordChange>(StringComparer.Ordinal);
        foreach (var commit in commits)
            for (var i = 0; i < commit.Records.Count; i++)
                if (commit.Records[i] is var record && record.Map == name) newest[record.Key] = record;
        return newest;
    }

    /// <summary>What some commits do to the row of each writer, in order.</summary>
    public static Dictionary<WriterId, List<WriterChange>> Changes(string name, IReadOnlyList<PartitionCommit> commits)
    {
        var changes = new Dictionary<WriterId, List<WriterChange>>();
        foreach (var commit in commits)
        {
            for (var i = 0; i < commit.Writers.Count; i++)
            {
                var change = commit.Writers[i];
                if (change.Map != name) continue;
                if (!changes.TryGetValue(change.Writer, out var ofWriter)) changes[change.Writer] = ofWriter = [];
                ofWriter.Add(change);
            }
        }

        return changes;
    }
}
