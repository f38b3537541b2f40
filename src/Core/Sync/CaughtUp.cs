namespace TopGun.Core.Sync;

/// <summary>The subscription has reached the head.</summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="At">The cursor.</param>
public sealed record CaughtUp(int SubscriptionId, Cursor At) : ServerFrame;
