using TopGun.Core.Values;

namespace TopGun.Core.Maps;

/// <summary>Writes a whole object: its fields merge by last-write-wins, every older field that it does not name is erased.</summary>
/// <param name="Key">The key.</param>
/// <param name="Base">What the writer saw under the key.</param>
/// <param name="Object">The object.</param>
public sealed record ReplaceWrite(string Key, WriteBase Base, ObjectValue Object) : Write(Key, Base)
{
    /// <inheritdoc/>
    public override bool IsRemoval => false;
}
