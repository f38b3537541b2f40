using TopGun.Core.Sync;

namespace TopGun.Core.Partitions;

/// <summary>What a commit does to the row of one writer on one map.</summary>
/// <param name="Map">The map.</param>
/// <param name="Writer">The writer.</param>
/// <param name="Last">The last number that it used; 0 when the row is no longer kept.</param>
/// <param name="SettledThrough">Results up to this number are confirmed and no longer kept.</param>
/// <param name="LastMillis">The millis of the last timestamp that it gave.</param>
/// <param name="LastCounter">The counter of that timestamp.</param>
/// <param name="SeenMs">When it was last heard of, in milliseconds of server time.</param>
/// <param name="Results">The results that the commit adds, in the order of their numbers.</param>
public sealed record WriterChange(
    string Map, WriterId Writer, long Last, long SettledThrough, long LastMillis, ushort LastCounter, long SeenMs, IReadOnlyList<OpResult> Results)
{
    /// <summary>Whether the row is no longer kept.</summary>
    public bool IsForgotten => Last == 0;
}
