using TopGun.Core.Partitions;
using TopGun.Core.Sync;
using static TopGun.Server.Tests.Storage.Commits;

namespace TopGun.Server.Tests.Storage;

/// <summary>A sequence of commits whose every state is known: what a store holds at version n is checked whole.</summary>
internal static class History
{
    public const string Map = "todos";

    private const int Keys = 7;
    private const int KeptResults = 4;

    /// <summary>The commit that makes version <paramref name="version"/>: a hot key, one of several, a new one, and a result.</summary>
    public static PartitionCommit Commit(long version)
    {
        var write = Write(Map, version - 1, $"v{version}", "hot", $"k{version % Keys}", $"new{version}");
        return write with
        {
            Records = [.. write.Records.Select(record => record with { Owner = OwnerOf(version) })],
            Writers = [Results(Map, Math.Max(0, version - KeptResults), version)],
        };
    }

    /// <summary>Checks that a map is as the first commits left it, with nothing missing and nothing of a later one (INV-STO-2).</summary>
    public static void AssertIs(long version, StoredMap map)
    {
        var expected = new Dictionary<string, long>();
        for (var i = 1L; i <= version; i++) expected["hot"] = expected[$"k{i % Keys}"] = expected[$"new{i}"] = i;

        Assert.Equal(expected.Select(pair => $"{pair.Key}@{pair.Value}=v{pair.Value}{(OwnerOf(pair.Value) is { } owner ? $" of {owner}" : "")}").Order(), Show(map).Order());
        Assert.Equal(map.Records.Select(record => record.Version).Order(), map.Records.Select(record => record.Version));
        if (version == 0) return;

        var writer = Assert.Single(map.Writers);
        Assert.Equal(version, writer.Last);
        Assert.Equal(Range(Math.Max(0, version - KeptResults) + 1, version).Select(ResultOf), writer.Results);
    }

    // One without, and two users.
    private static string? OwnerOf(long version) => version % 3 == 0 ? null : $"user{version % 3}";

    private static IEnumerable<long> Range(long first, long last)
    {
        for (var number = first; number <= last; number++) yield return number;
    }
}
