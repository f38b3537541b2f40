namespace TopGun.Core.Sync;

/// <summary>The cursor can't be followed; pages follow from version 0, or from a head that is named.</summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="Reason">Why.</param>
/// <param name="ForkVersion">For a lost branch: up to this version the histories are surely the same.</param>
public sealed record Reset(int SubscriptionId, ResetReason Reason, long ForkVersion) : ServerFrame
{
    /// <summary>Where pages go on, while the client compares what it holds; null when they begin at version 0.</summary>
    public Cursor? Head { get; init; }
}
