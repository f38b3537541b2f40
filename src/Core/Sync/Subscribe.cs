namespace TopGun.Core.Sync;

/// <summary>Asks for a whole map: what changed since the cursor, and then everything that changes.</summary>
/// <param name="SubscriptionId">Chosen by the client, unique in the stream, from 1.</param>
/// <param name="Map">The map's name.</param>
/// <param name="From">What the replica has already seen; null for an empty replica.</param>
/// <param name="Writers">The writers that have ops without a result.</param>
public sealed record Subscribe(int SubscriptionId, string Map, Cursor? From, IReadOnlyList<WriterPosition> Writers) : ClientFrame;
