namespace TopGun.Core.Queries;

/// <summary>How large a query may be. What its values and names may be, <see cref="Sync.SyncLimits"/> says.</summary>
public sealed record QueryLimits
{
    /// <summary>The limits of this version.</summary>
    public static QueryLimits Default { get; } = new();

    /// <summary>Levels of conditions, the innermost counted; 8 by default, so that with a value of 24 levels every Protobuf library reads it.</summary>
    public int MaxDepth { get; init; } = 8;

    /// <summary>Conditions in all; 100 by default.</summary>
    public int MaxNodes { get; init; } = 100;

    /// <summary>Values that a field may be one of, in each condition; 1,000 by default.</summary>
    public int MaxValues { get; init; } = 1_000;

    /// <summary>Bytes of UTF-8 of a text to look for; 1,024 by default.</summary>
    public int MaxTextBytes { get; init; } = 1_024;

    /// <summary>Fields to sort by; 8 by default.</summary>
    public int MaxSortFields { get; init; } = 8;

    /// <summary>Fields that rows keep; 100 by default.</summary>
    public int MaxFields { get; init; } = 100;

    /// <summary>Rows that a query may ask for; 100,000 by default.</summary>
    public int MaxLimit { get; init; } = 100_000;
}
