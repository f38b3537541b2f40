using TopGun.Core.Replicas;
using TopGun.Core.Resolvers;

namespace TopGun.Client.Resolvers;

/// <summary>Which rejections a subscriber wants.</summary>
public sealed record RejectionFilter
{
    /// <summary>Only those of this map.</summary>
    /// <value>null by default: of every map.</value>
    public string? Map { get; init; }

    /// <summary>Only those of keys that fit: <c>*</c> stands for any characters, <c>?</c> for one.</summary>
    /// <value><c>*</c> by default: all keys; 1 to 256 characters.</value>
    public string KeyPattern { get; init; } = "*";

    /// <summary>Only those of this resolver.</summary>
    /// <value>null by default: of every one.</value>
    public string? Resolver { get; init; }

    /// <summary>Only those for these reasons.</summary>
    /// <value>What resolvers refuse, or fail on, by default.</value>
    public IReadOnlyList<RejectionCode> Codes { get; init; } = [RejectionCode.MergeRejected, RejectionCode.ResolverFailed];

    internal Func<Rejection, bool> ToPredicate()
    {
        var keys = new KeyPattern(KeyPattern);
        return rejection => (Map is null || rejection.Map == Map)
            && (Resolver is null || rejection.Resolver == Resolver)
            && Codes.Contains(rejection.Code)
            && keys.Matches(rejection.Key);
    }
}
