using TopGun.Core.Maps;

namespace TopGun.Core.Counters;

/// <summary>Removes the counter of a key, if it still says what the writer saw.</summary>
/// <param name="Key">The key.</param>
/// <param name="Seen">What the writer saw, its own waiting deltas included; null for whatever it says, of a writer that sees what is committed.</param>
public sealed record RemoveCounterWrite(string Key, long? Seen) : Write(Key, WriteBase.Unknown)
{
    /// <inheritdoc/>
    public override bool IsRemoval => true;

    /// <inheritdoc/>
    public override MapType Type => MapType.PnCounter;
}
