using System.ComponentModel.DataAnnotations;

namespace TopGun.Server.Storage.Sqlite;

/// <summary>The settings of the embedded store.</summary>
public sealed class SqliteStoreOptions : IValidatableObject
{
    private static readonly TimeSpan MinFoldInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxFoldInterval = TimeSpan.FromHours(1);
    private static readonly TimeSpan MinFoldSlice = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan MaxFoldSlice = TimeSpan.FromSeconds(1);

    /// <summary>The data file.</summary>
    /// <value>
    /// <c>topgun.db</c> in the working directory by default. Its directory must exist, on a local disk. While the server runs,
    /// files with the endings <c>-wal</c>, <c>-shm</c> and <c>.lock</c> stand beside it; the first is a part of the data.
    /// </value>
    [Required]
    public string Path { get; set; } = "topgun.db";

    /// <summary>After how much time what was committed is folded from the log into the tables, at the latest.</summary>
    /// <value>10 s by default; 100 ms to 1 h. Longer coalesces more writes of one key; shorter makes a start after a crash quicker.</value>
    public TimeSpan FoldInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>At how many bytes in the log a fold begins before its time.</summary>
    /// <value>32 MiB by default; 64 KiB to 1 GiB. About three times as much is held in memory. More makes writing to large maps cheaper.</value>
    [Range(64 << 10, 1 << 30)]
    public int FoldAtBytes { get; set; } = 32 << 20;

    /// <summary>For how long a fold keeps commits waiting at a time.</summary>
    /// <value>5 ms by default; 1 ms to 1 s. Ten times as long while the log grows faster than it is folded.</value>
    public TimeSpan FoldSlice { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>How large a commit may be in the log; a larger one is refused.</summary>
    /// <value>64 MiB by default; 1 MiB to 900 MiB. Keep it above the largest batch of ops times the largest value that you accept together.</value>
    [Range(1 << 20, 900 << 20)]
    public int MaxCommitBytes { get; set; } = 64 << 20;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        // Not as attributes: a range of a type is parsed by reflection, which trimming can't follow.
        if (FoldInterval < MinFoldInterval || FoldInterval > MaxFoldInterval)
            yield return new($"FoldInterval is {FoldInterval}; {MinFoldInterval} to {MaxFoldInterval} is possible.");
        if (FoldSlice < MinFoldSlice || FoldSlice > MaxFoldSlice)
            yield return new($"FoldSlice is {FoldSlice}; {MinFoldSlice} to {MaxFoldSlice} is possible.");
    }
}
