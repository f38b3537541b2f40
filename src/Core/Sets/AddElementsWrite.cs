using TopGun.Core.Maps;

namespace TopGun.Core.Sets;

/// <summary>Adds elements to the set of a key; it is made where there is none.</summary>
/// <param name="Key">The key.</param>
/// <param name="Elements">The elements, at least one, no two of them equal. The new tag of each takes the place of those that were seen.</param>
public sealed record AddElementsWrite(string Key, IReadOnlyList<SeenElement> Elements) : Write(Key, WriteBase.Unknown)
{
    /// <inheritdoc/>
    public override bool IsRemoval => false;

    /// <inheritdoc/>
    public override MapType Type => MapType.OrMap;

    /// <summary>The same addition, where ops that it names have other names now.</summary>
    /// <param name="name">See <see cref="SeenElement.Naming"/>.</param>
    public AddElementsWrite Naming(Func<ElementTag, ElementTag> name) => this with { Elements = [.. Elements.Select(element => element.Naming(name))] };
}
