using TopGun.Core.Registrations;
using TopGun.Core.Sync;

namespace TopGun.Core.Partitions;

/// <summary>The numbers a partition needs.</summary>
public sealed record PartitionOptions
{
    /// <summary>What is accepted of one op and one writer.</summary>
    public SyncLimits Limits { get; init; } = SyncLimits.Default;

    /// <summary>The numbers of registering resolvers.</summary>
    public RegistrationOptions Registrations { get; init; } = new();

    /// <summary>How far ahead of the server's clock an op's timestamp may be and still be kept, in milliseconds; 500 by default.</summary>
    public long MaxClockDriftMs { get; init; } = 500;

    /// <summary>When the records of a commit take about so many bytes, no op is taken into it any more; 32 MiB by default. One op adds at most 1 MiB.</summary>
    public long MaxCommitBytes { get; init; } = 32 << 20;

    /// <summary>How large a piece of the work for a digest is done at once, in records that are looked at or hashed; 4,000 by default, which take some milliseconds. At least 1.</summary>
    public int DigestSteps { get; init; } = 4_000;

    /// <summary>For how long removals are remembered after their commit, in milliseconds; 30 days by default.</summary>
    public long TombstoneRetentionMs { get; init; } = 30L * 24 * 60 * 60 * 1000;

    /// <summary>For how long a writer is remembered after it was last heard of, in milliseconds; 60 days by default.</summary>
    public long WriterRetentionMs { get; init; } = 60L * 24 * 60 * 60 * 1000;
}
