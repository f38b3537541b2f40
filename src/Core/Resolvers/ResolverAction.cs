namespace TopGun.Core.Resolvers;

/// <summary>What a resolver answers.</summary>
public enum ResolverAction : byte
{
    /// <summary>It has nothing to say; the next one is asked.</summary>
    Local,

    /// <summary>It accepts a value. The value that it was shown means no objection, another one counts as <see cref="Merge"/>.</summary>
    Accept,

    /// <summary>It wants this value to be stored, whatever the timestamps say.</summary>
    Merge,

    /// <summary>It refuses the write.</summary>
    Reject,

    /// <summary>It could not answer, and would not another time; the write is refused.</summary>
    Failed,

    /// <summary>It could not answer because the machine is in trouble; another time it may.</summary>
    Unavailable,
}
