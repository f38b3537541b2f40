namespace TopGun.Core.Sync;

/// <summary>A subscription has ended by a fault; the stream lives on.</summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="Error">Why.</param>
public sealed record SubscriptionEnded(int SubscriptionId, SyncError Error) : ServerFrame;
