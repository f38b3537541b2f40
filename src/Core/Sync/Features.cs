namespace TopGun.Core.Sync;

/// <summary>The names of what was added to the contract's first form. Neither side sends what the other has not named.</summary>
public static class Features
{
    /// <summary>Resolver calls and their replies, and what a rejection says beyond the result.</summary>
    public const string Resolvers = "resolvers";

    /// <summary>Atomic groups: ops of several writes.</summary>
    public const string Groups = "groups";

    /// <summary>Writes that name for how long their record is to live.</summary>
    public const string Ttl = "ttl";

    /// <summary>Writes to the sets of OrMaps, and what type a map has.</summary>
    public const string OrMap = "ormap";

    /// <summary>Writes to the sums of PnCounters, and what type a map has.</summary>
    public const string Counter = "counter";

    /// <summary>Digests: whether a replica holds what the server does, and the walk that finds where it does not.</summary>
    public const string Digest = "digest";

    /// <summary>Subscriptions with a query: to a part of a map.</summary>
    public const string Query = "query";

    /// <summary>Subscriptions with a query that sorts, is limited or begins behind a place: to a window.</summary>
    public const string Window = "window";

    /// <summary>After a Reset a replica is compared by digests instead of taken anew.</summary>
    public const string Resync = "resync";

    /// <summary>Pages say how much follows.</summary>
    public const string Progress = "progress";

    /// <summary>Another token within the stream: the server warns before one expires, and the client sends the next.</summary>
    public const string Refresh = "refresh";

    /// <summary>Losing READ is told by <see cref="Sync.Revoked"/>, and the client confirms that it has purged the map.</summary>
    public const string Revoked = "revoked";

    /// <summary>Whether one who has named these knows that maps have types.</summary>
    public static bool KnowTypes(IReadOnlyCollection<string> named) => named.Contains(OrMap) || named.Contains(Counter);
}
