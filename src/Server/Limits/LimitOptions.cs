using TopGun.Core.Sync;

namespace TopGun.Server.Limits;

/// <summary>How much of the server one user, one stream and one write may take. What is over a limit is answered with a typed error.</summary>
public sealed class LimitOptions
{
    /// <summary>Writes a second of one user in the long run, over all streams and calls; each other call and subscription counts as one.</summary>
    /// <value>20,000 by default; 1 to 100,000,000. Over it: RATE_LIMITED with the time to wait, by RESOURCE_EXHAUSTED and RetryInfo where a call ends with it.</value>
    public int OpsPerSecond { get; set; } = 20_000;

    /// <summary>Writes of one user at once, after a pause.</summary>
    /// <value>100,000 by default; 1 to 100,000,000. A batch that is larger is taken when the user has paused for as long as the burst takes to fill.</value>
    public int OpsBurst { get; set; } = 100_000;

    /// <summary>Bytes of writes a second of one user in the long run.</summary>
    /// <value>64 MiB by default; 1 KiB to 1 TiB.</value>
    public long BytesPerSecond { get; set; } = 64L << 20;

    /// <summary>Bytes of writes of one user at once, after a pause.</summary>
    /// <value>256 MiB by default; 1 KiB to 1 TiB.</value>
    public long BytesBurst { get; set; } = 256L << 20;

    /// <summary>Conversations and watches of one user that are open at once.</summary>
    /// <value>1,000 by default; 1 to 1,000,000.</value>
    public int StreamsPerUser { get; set; } = 1_000;

    /// <summary>Subscriptions of one stream; announced to clients.</summary>
    /// <value>100 by default; 1 to 10,000.</value>
    public int SubscriptionsPerStream { get; set; } = SyncLimits.Default.MaxSubscriptions;

    /// <summary>Rows that a query may find; one that finds more is refused, and asks for pages with a limit.</summary>
    /// <value>100,000 by default; 1 to 10,000,000.</value>
    public int QueryRows { get; set; } = 100_000;

    /// <summary>Bytes of UTF-8 of a key; announced to clients.</summary>
    /// <value>512 by default; 16 to 512.</value>
    public int KeyBytes { get; set; } = SyncLimits.Default.MaxKeyBytes;

    /// <summary>Bytes of UTF-8 of a map's name; announced to clients.</summary>
    /// <value>128 by default; 16 to 128.</value>
    public int MapNameBytes { get; set; } = SyncLimits.Default.MaxMapNameBytes;

    /// <summary>Bytes of a value, and of the record that a write makes; announced to clients.</summary>
    /// <value>1 MiB by default; 1 KiB to 1 MiB.</value>
    public int ValueBytes { get; set; } = SyncLimits.Default.MaxValueBytes;

    /// <summary>Levels of lists and objects in a value; announced to clients.</summary>
    /// <value>24 by default; 1 to 24.</value>
    public int ValueDepth { get; set; } = SyncLimits.Default.MaxValueDepth;

    /// <summary>Writes in a batch; announced to clients.</summary>
    /// <value>1,000 by default; 1 to 1,000.</value>
    public int BatchOps { get; set; } = SyncLimits.Default.MaxBatchOps;

    /// <summary>Writes that wait to be judged, of all users on the maps of a partition; from there on writers are told to come again a little later.</summary>
    /// <value>40,000 by default, ten commits; 1 to 100,000,000. Each takes some kilobytes while it waits. A user may have as many waiting as there is room left: one alone half of it.</value>
    public int WaitingOps { get; set; } = 40_000;

    /// <summary>Bytes of writes that wait to be judged, of all users on the maps of a partition.</summary>
    /// <value>128 MiB by default; 1 KiB to 1 TiB.</value>
    public long WaitingBytes { get; set; } = 128L << 20;

    /// <summary>What a user may have recorded on maps that he may not write: a result counts as 1, a writer's first on a map as 200.</summary>
    /// <value>20,000 by default; 200 to 1,000,000. It fills again by one a second. Over it: RATE_LIMITED; nothing is recorded.</value>
    public int ForbiddenBurst { get; set; } = 20_000;

    /// <summary>What is announced to clients.</summary>
    internal SyncLimits ToCore() => SyncLimits.Default with
    {
        MaxSubscriptions = SubscriptionsPerStream,
        MaxKeyBytes = KeyBytes,
        MaxMapNameBytes = MapNameBytes,
        MaxValueBytes = ValueBytes,
        MaxValueDepth = ValueDepth,
        MaxBatchOps = BatchOps,
        MaxGroupBytes = Math.Min(SyncLimits.Default.MaxGroupBytes, ValueBytes),
    };

    /// <summary>Everything that is wrong.</summary>
    internal IEnumerable<string> Mistakes()
    {
        foreach (var (name, value, least, most) in new (string, long, long, long)[]
                 {
                     (nameof(OpsPerSecond), OpsPerSecond, 1, 100_000_000), (nameof(OpsBurst), OpsBurst, 1, 100_000_000),
                     (nameof(BytesPerSecond), BytesPerSecond, 1L << 10, 1L << 40), (nameof(BytesBurst), BytesBurst, 1L << 10, 1L << 40),
                     (nameof(StreamsPerUser), StreamsPerUser, 1, 1_000_000), (nameof(SubscriptionsPerStream), SubscriptionsPerStream, 1, 10_000),
                     (nameof(QueryRows), QueryRows, 1, 10_000_000), (nameof(KeyBytes), KeyBytes, 16, 512), (nameof(MapNameBytes), MapNameBytes, 16, 128),
                     (nameof(ValueBytes), ValueBytes, 1L << 10, 1L << 20), (nameof(ValueDepth), ValueDepth, 1, 24), (nameof(BatchOps), BatchOps, 1, 1_000),
                     (nameof(WaitingOps), WaitingOps, 1, 100_000_000), (nameof(WaitingBytes), WaitingBytes, 1L << 10, 1L << 40),
                     (nameof(ForbiddenBurst), ForbiddenBurst, 200, 1_000_000),
                 })
            if (value < least || value > most) yield return FormattableString.Invariant($"TopGun:Limits:{name} is {value}; {least} to {most} are valid.");
    }
}
