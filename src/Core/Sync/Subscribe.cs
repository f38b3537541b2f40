using TopGun.Core.Queries;

namespace TopGun.Core.Sync;

/// <summary>Asks for a map, or with a query for a part of it: what changed since the cursor, and then everything that changes.</summary>
/// <param name="SubscriptionId">Chosen by the client, unique in the stream, from 1.</param>
/// <param name="Map">The map's name.</param>
/// <param name="From">What the replica has already seen; null for an empty replica.</param>
/// <param name="Writers">The writers that have ops without a result.</param>
/// <param name="Query">Which records and which of their fields; null for the whole map.</param>
/// <param name="HoldsNone">With a query: the client holds no row of it.</param>
public sealed record Subscribe(
    int SubscriptionId, string Map, Cursor? From, IReadOnlyList<WriterPosition> Writers, MapQuery? Query = null, bool HoldsNone = false) : ClientFrame
{
    /// <summary>So much may be known beside the cursor.</summary>
    public const int MostSeen = 32;

    /// <summary>What the client knows of the history beside the cursor, at most <see cref="MostSeen"/>.</summary>
    public IReadOnlyList<Cursor> Seen { get; init; } = [];

    /// <summary>Whether the client compares what it holds, where the cursor can't be followed, instead of taking the map anew; without a query only.</summary>
    public bool Walks { get; init; }

    /// <summary>The rows that the client holds of a query with a limit; none of those that a reset has asked for anew.</summary>
    public IReadOnlyList<WindowRow> Window { get; init; } = [];
}
