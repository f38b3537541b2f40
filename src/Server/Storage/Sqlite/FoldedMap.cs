using TopGun.Core.Calls;
using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Registrations;
using TopGun.Core.Sync;

namespace TopGun.Server.Storage.Sqlite;

/// <summary>What some commits make of a map.</summary>
/// <param name="Name">The map's name.</param>
/// <param name="Records">The newest state of each key that they change; at version 0 where the key is no longer kept.</param>
/// <param name="Writers">For each writer what they do to its row, in order.</param>
/// <param name="Registrations">What they do to registered resolvers, in order.</param>
internal sealed record FoldedMap(string Name, RecordChange[] Records, IReadOnlyList<WriterChange>[] Writers, RegistrationChange[] Registrations)
{
    /// <summary>The version of a record that is no longer kept; no other has it.</summary>
    public const long NoLonger = 0;

    /// <summary>How far they have collected tombstones; null where they have not.</summary>
    public MapHorizon? Horizon { get; init; }

    /// <summary>The type that the map got by them; none where it had one before, or has none.</summary>
    public MapType Type { get; init; }

    /// <summary>What became of keyed writes, in order.</summary>
    public KeyedOutcome[] Keyed { get; init; } = [];

    /// <summary>Coalesces commits, in their order; the keys come out sorted.</summary>
    public static FoldedMap Of(string name, IReadOnlyList<PartitionCommit> commits)
    {
        var records = Newest(name, commits).Values.ToArray();
        Array.Sort(records, (left, right) => string.CompareOrdinal(left.Key, right.Key));
        var registrations = commits.SelectMany(commit => commit.Registrations).Where(change => change.Map == name);
        return new FoldedMap(name, records, [.. Changes(name, commits).Values], [.. registrations])
        {
            Horizon = HorizonOf(name, commits),
            Type = TypeOf(name, commits),
            Keyed = [.. commits.SelectMany(commit => commit.Keyed).Where(keyed => keyed.Map == name)],
        };
    }

    /// <summary>The newest state of each key that some commits change.</summary>
    public static Dictionary<string, RecordChange> Newest(string name, IReadOnlyList<PartitionCommit> commits)
    {
        var newest = new Dictionary<string, RecordChange>(StringComparer.Ordinal);
        foreach (var commit in commits)
        {
            foreach (var collected in commit.Collected)
                if (collected.Map == name)
                    foreach (var key in collected.Keys) newest[key] = new RecordChange(name, key, NoLonger, []);
            for (var i = 0; i < commit.Records.Count; i++)
                if (commit.Records[i] is var record && record.Map == name) newest[record.Key] = record;
        }

        return newest;
    }

    /// <summary>How far some commits have collected tombstones; null where none has.</summary>
    public static MapHorizon? HorizonOf(string name, IReadOnlyList<PartitionCommit> commits)
        => commits.SelectMany(commit => commit.Collected).LastOrDefault(collected => collected.Map == name)?.Horizon;

    /// <summary>The type that a map got by some commits; none where it had one before, or has none.</summary>
    public static MapType TypeOf(string name, IReadOnlyList<PartitionCommit> commits)
        => commits.SelectMany(commit => commit.Types).FirstOrDefault(typing => typing.Map == name).Type;

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
