using TopGun.Core.Values;

namespace TopGun.Core.Sets;

/// <summary>An element of a set, and what the writer of an op saw of it.</summary>
/// <param name="Value">The element.</param>
/// <param name="Tags">The tags that it had; null for whichever it has, of a writer that sees what is committed.</param>
public sealed record SeenElement(Value Value, IReadOnlyList<ElementTag>? Tags)
{
    /// <summary>How many tags can be named.</summary>
    public const int MaxTags = 1_000;

    /// <summary>Whether a tag is one that was seen.</summary>
    public bool Has(ElementTag tag) => Tags is null || Tags.Contains(tag);

    /// <summary>The same, where ops that it names have other names now.</summary>
    /// <param name="name">Gives the tag that another one has become; the same where it has not changed.</param>
    public SeenElement Naming(Func<ElementTag, ElementTag> name) => Tags is null ? this : this with { Tags = [.. Tags.Select(name)] };
}
