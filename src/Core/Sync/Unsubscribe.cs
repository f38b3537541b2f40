namespace TopGun.Core.Sync;

/// <summary>Ends a subscription.</summary>
/// <param name="SubscriptionId">The subscription.</param>
public sealed record Unsubscribe(int SubscriptionId) : ClientFrame;
