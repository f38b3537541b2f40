using TopGun.Core.Maps;

namespace TopGun.Core.Sets;

/// <summary>Takes elements out of the set of a key; with the last one the record goes.</summary>
/// <param name="Key">The key.</param>
/// <param name="Elements">The elements, no two of them equal; null for all that the set holds.</param>
public sealed record RemoveElementsWrite(string Key, IReadOnlyList<SeenElement>? Elements) : Write(Key, WriteBase.Unknown)
{
    /// <inheritdoc/>
    public override bool IsRemoval => true;

    /// <inheritdoc/>
    public override MapType Type => MapType.OrMap;

    /// <summary>The same removal, where ops that it names have other names now.</summary>
    /// <param name="name">See <see cref="SeenElement.Naming"/>.</param>
    public RemoveElementsWrite Naming(Func<ElementTag, ElementTag> name)
        => this with { Elements = Elements is null ? null : [.. Elements.Select(element => element.Naming(name))] };
}
