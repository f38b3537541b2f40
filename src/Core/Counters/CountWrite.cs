using TopGun.Core.Maps;

namespace TopGun.Core.Counters;

/// <summary>Adds to the counter of a key; an absent one begins at 0.</summary>
/// <param name="Key">The key.</param>
/// <param name="Delta">What to add; not 0.</param>
public sealed record CountWrite(string Key, long Delta) : Write(Key, WriteBase.Unknown)
{
    /// <inheritdoc/>
    public override bool IsRemoval => false;

    /// <inheritdoc/>
    public override MapType Type => MapType.PnCounter;
}
