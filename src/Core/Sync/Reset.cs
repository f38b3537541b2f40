namespace TopGun.Core.Sync;

/// <summary>The cursor can't be followed; pages from version 0 follow.</summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="Reason">Why.</param>
/// <param name="ForkVersion">For a lost branch: up to this version the histories are surely the same.</param>
public sealed record Reset(int SubscriptionId, ResetReason Reason, long ForkVersion) : ServerFrame;
