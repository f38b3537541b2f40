using TopGun.Core.Calls;
using TopGun.Core.Partitions;
using TopGun.Core.Sync;

namespace TopGun.Server.Storage.Sqlite;

/// <summary>The rows that a fold writes: of each map the newest state of each key, in the order of the table.</summary>
/// <param name="Maps">The maps.</param>
/// <param name="Through">The number of the newest commit that is in it.</param>
internal sealed record FoldPlan(IReadOnlyList<FoldedMap> Maps, long Through)
{
    /// <summary>Outcomes of keyed writes from before this are forgotten, in milliseconds of server time; 0 for none. Told by the newest: it needs no clock.</summary>
    public long KeyedFromMs { get; init; }

    /// <summary>Makes the plan of a frozen generation.</summary>
    /// <remarks>
    /// Keys are sorted because neighbours share a page of the table: a page is then read and written once. The order of UTF-16
    /// differs from that of the table's bytes only for rare letters, which costs nothing but a page.
    /// </remarks>
    public static FoldPlan Of(TailGeneration generation)
    {
        var maps = new List<FoldedMap>(generation.ByMap.Count);
        foreach (var (map, commits) in generation.ByMap) maps.Add(FoldedMap.Of(map, commits));
        maps.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        var newestMs = generation.Keyed.Values.Select(keyed => keyed.AtMs).DefaultIfEmpty().Max();
        return new FoldPlan(maps, generation.Newest) { KeyedFromMs = Math.Max(0, newestMs - IdempotencyKey.KeepMs) };
    }
}
