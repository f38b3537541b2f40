namespace TopGun.Server.Sessions;

/// <summary>The numbers a session needs.</summary>
internal sealed record SessionSettings
{
    /// <summary>How often each side shows that it lives, in milliseconds.</summary>
    public int HeartbeatMs { get; init; } = 25_000;

    /// <summary>How long before its token ends a stream its client is asked for another one.</summary>
    public TimeSpan RefreshBefore { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How large a page of changes becomes, in bytes.</summary>
    public int PageBytes { get; init; } = 256 << 10;

    /// <summary>Batches of one stream that wait for their commit; beyond that the stream is not read, and so its client is slowed down.</summary>
    public int MaxBatchesInFlight { get; init; } = 16;

    /// <summary>Resolver calls of one stream whose replies it has not taken; beyond that the stream is not read. A reply may be large.</summary>
    public int MaxCallsUnanswered { get; init; } = 8;

    /// <summary>Answers that are kept for a client until its stream takes them, such as those to pings; beyond that the stream is not read.</summary>
    public int MaxKeptAnswers { get; init; } = 64;
}
