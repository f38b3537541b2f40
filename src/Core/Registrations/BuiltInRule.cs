namespace TopGun.Core.Registrations;

/// <summary>A rule that comes with the server.</summary>
/// <param name="Kind">Which, such as <c>NON_NEGATIVE</c>.</param>
/// <param name="Fields">The top-level fields that it looks at; empty for what each kind says.</param>
/// <param name="Reason">What a refused writer reads instead of its own words, or null.</param>
/// <param name="MayBeRemoved">For FIRST_WRITE_WINS: whether a removal is let through.</param>
public sealed record BuiltInRule(string Kind, IReadOnlyList<string> Fields, string? Reason = null, bool MayBeRemoved = false) : ResolverRule
{
    /// <summary>Makes a rule without fields.</summary>
    public BuiltInRule(string kind) : this(kind, [])
    {
    }

    /// <inheritdoc/>
    public bool Equals(BuiltInRule? other)
        => other is not null && Kind == other.Kind && Reason == other.Reason && MayBeRemoved == other.MayBeRemoved && Fields.SequenceEqual(other.Fields);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Fields.Count, Reason, MayBeRemoved);
}
