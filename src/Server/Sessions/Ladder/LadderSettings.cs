namespace TopGun.Server.Sessions.Ladder;

/// <summary>The bounds of sessions that come in calls.</summary>
internal sealed record LadderSettings
{
    /// <summary>How long a session lives without an open call.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Sessions of one user; a further one ends the oldest that nobody calls for, or is refused.</summary>
    public int MaxSessionsPerUser { get; init; } = 100;

    /// <summary>How long missing frames of the client are waited for.</summary>
    public TimeSpan GapPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For how long a client may confirm nothing while no more is sent for that reason.</summary>
    public TimeSpan ConfirmPatience { get; init; } = TimeSpan.FromSeconds(75);

    /// <summary>Frames that are kept for the client until it confirms them.</summary>
    public int MaxKeptFrames { get; init; } = 256;

    /// <summary>Bytes that are kept for the client; one frame may go beyond.</summary>
    public int MaxKeptBytes { get; init; } = 4 << 20;

    /// <summary>The longest wait of a call that waits for frames.</summary>
    public TimeSpan MaxHold { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Bytes after which a call that waited ends: what is held back until it ends should not grow too large to ever arrive.</summary>
    public int HeldCallBytes { get; init; } = 512 << 10;

    /// <summary>Frames of one call from the client.</summary>
    public int MaxFramesPerCall { get; init; } = 256;

    /// <summary>Calls of one session with frames for which it is not their turn.</summary>
    public int MaxWaitingCalls { get; init; } = 8;
}
