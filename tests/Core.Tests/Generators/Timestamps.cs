using FsCheck;
using FsCheck.Fluent;
using TopGun.Core.Time;

namespace TopGun.Generators;

/// <summary>Timestamps to try. Few of them: collisions are the interesting case, and wide ones never reach them.</summary>
public static class Timestamps
{
    /// <summary>All 24 combinations of four millis, two counters and three nodes.</summary>
    public static readonly HlcTimestamp[] Few =
    [
        .. from millis in Enumerable.Range(1, 4)
           from counter in Enumerable.Range(0, 2)
           from node in new[] { "a~1", "a~2", "b~1" }
           select new HlcTimestamp(millis, (ushort)counter, node),
    ];

    /// <summary>One of the few.</summary>
    public static Gen<HlcTimestamp> Narrow => Gen.Elements(Few);

    /// <summary>Timestamps near all the limits: both ends of millis and counter, node ids that are prefixes of each other.</summary>
    public static Gen<HlcTimestamp> Extreme
        => from millis in Gen.Elements(0L, 1L, 1_700_000_000_000L, HlcTimestamp.MaxMillis - 1, HlcTimestamp.MaxMillis)
           from counter in Gen.Elements<ushort>(0, 1, ushort.MaxValue - 1, ushort.MaxValue)
           from node in Gen.Elements("A", "a", "aa", "a~1", "a-1", "~0", new string('z', HlcTimestamp.MaxNodeIdBytes))
           select new HlcTimestamp(millis, counter, node);
}
