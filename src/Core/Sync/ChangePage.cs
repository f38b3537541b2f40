namespace TopGun.Core.Sync;

/// <summary>Changes of a map, in the order of their versions, each key at its latest.</summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="From">What the client must have seen before.</param>
/// <param name="To">What it has seen after.</param>
/// <param name="More">More follows: the state after this page is a step, and was never the map's.</param>
/// <param name="Records">The changed records.</param>
public sealed record ChangePage(int SubscriptionId, Cursor From, Cursor To, bool More, IReadOnlyList<ChangedRecord> Records) : ServerFrame
{
    /// <summary>Of a query: keys that are no row of it, or no longer.</summary>
    public IReadOnlyList<string> Gone { get; init; } = [];

    /// <summary>With more: the head when the page was made.</summary>
    public Cursor? Head { get; init; }

    /// <summary>Whether it brings a client to where it is told what changes as it does. It does not travel; who sends the page may choose how by it.</summary>
    public bool IsCatchUp { get; init; }

    /// <summary>About how many records follow before the head is reached; 0 on the last page, and for clients that do not ask.</summary>
    public long RecordsLeft { get; init; }

    /// <summary>About how many records the map has, with the removals that are remembered; 0 as above.</summary>
    public long RecordsTotal { get; init; }
}
