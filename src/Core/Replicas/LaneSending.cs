namespace TopGun.Core.Replicas;

/// <summary>How far a stream has sent the ops of one writer on one map.</summary>
internal sealed class LaneSending(long next)
{
    /// <summary>The number to send next.</summary>
    public long Next { get; set; } = next;

    /// <summary>Nothing is sent before this monotonic time, in milliseconds: the server asked to wait.</summary>
    public long PausedUntilMs { get; set; } = long.MinValue;

    /// <summary>Results are confirmed to the server up to this number, as far as this stream said.</summary>
    public long Confirmed { get; set; }
}
