using TopGun.Core.Registrations;

namespace TopGun.Core.Resolvers;

/// <summary>A rule of one map: it looks at each write to the keys that it is for, before the write takes effect.</summary>
/// <remarks>
/// Safe for many threads at once: partitions judge side by side. It is called while the partition waits, so it must answer promptly and
/// do no I/O; and the same context must get the same answer, since a write may be judged again. What it throws counts as
/// <see cref="ResolverAction.Failed"/>.
/// </remarks>
public interface IResolver
{
    /// <summary>Names it within its map; 1 to 100 characters.</summary>
    string Name { get; }

    /// <summary>Its place among the resolvers of a key: 0 to 100, the highest is asked first.</summary>
    int Priority { get; }

    /// <summary>The keys that it is for.</summary>
    KeyPattern Keys { get; }

    /// <summary>Where it comes from.</summary>
    ResolverOrigin Origin { get; }

    /// <summary>What it is, where it comes with the server; those who list resolvers are told. Null for code.</summary>
    BuiltInRule? BuiltIn => null;

    /// <summary>Judges a write.</summary>
    ResolverDecision Resolve(ResolverContext context);
}
