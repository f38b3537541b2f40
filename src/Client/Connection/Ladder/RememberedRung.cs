namespace TopGun.Client.Connection.Ladder;

/// <summary>A rung that worked.</summary>
/// <param name="Rung">Which.</param>
/// <param name="Reason">Why none above did.</param>
/// <param name="LearnedAt">When that was found out, by the device's clock.</param>
internal sealed record RememberedRung(TransportRung Rung, string Reason, DateTimeOffset LearnedAt)
{
    private static readonly TimeSpan ClimbAfter = TimeSpan.FromDays(1);

    /// <summary>For how long those above need not be tried; zero when they are to be.</summary>
    /// <remarks>A clock that was set back tells nothing of how long ago it was.</remarks>
    public TimeSpan LeftAt(DateTimeOffset now)
    {
        var left = LearnedAt + ClimbAfter - now;
        return left > TimeSpan.Zero && left <= ClimbAfter ? left : TimeSpan.Zero;
    }
}
