using TopGun.Core.Digests;

namespace TopGun.Core.Sync;

/// <summary>Asks what stands below some prefixes of a map's digest trie, or for some records.</summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="Prefixes">At most <see cref="MaxPrefixes"/>.</param>
/// <param name="Keys">At most <see cref="MaxKeys"/>. Either prefixes or keys.</param>
public sealed record DigestRequest(int SubscriptionId, IReadOnlyList<DigestPrefix> Prefixes, IReadOnlyList<string> Keys) : ClientFrame
{
    /// <summary>Prefixes of a request.</summary>
    public const int MaxPrefixes = 256;

    /// <summary>Keys of a request.</summary>
    public const int MaxKeys = 1_000;
}
