using TopGun.Core.Digests;

namespace TopGun.Core.Sync;

/// <summary>The subscription has reached the head.</summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="At">The cursor.</param>
/// <param name="Digest">The digest of the map's live records at the cursor; null for clients that do not know digests.</param>
public sealed record CaughtUp(int SubscriptionId, Cursor At, Digest? Digest = null) : ServerFrame;
