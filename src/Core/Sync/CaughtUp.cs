using TopGun.Core.Digests;
using TopGun.Core.Maps;

namespace TopGun.Core.Sync;

/// <summary>The subscription has reached the head.</summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="At">The cursor.</param>
/// <param name="Digest">The digest of the map's live records at the cursor; null for clients that do not know digests.</param>
/// <param name="Type">What the keys of the map hold; <see cref="MapType.None"/> while it was never changed, and for clients that know no types.</param>
public sealed record CaughtUp(int SubscriptionId, Cursor At, Digest? Digest = null, MapType Type = MapType.None) : ServerFrame;
