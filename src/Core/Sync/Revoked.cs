namespace TopGun.Core.Sync;

/// <summary>The user may not read a map any more; the client purges what it holds of it.</summary>
/// <param name="Map">The map's name.</param>
/// <param name="SubscriptionId">The subscription that has ended; 0 where there was none.</param>
/// <param name="Reason">Why, for people.</param>
public sealed record Revoked(string Map, int SubscriptionId, string Reason) : ServerFrame;
