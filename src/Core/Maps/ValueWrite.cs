using TopGun.Core.Values;

namespace TopGun.Core.Maps;

/// <summary>Writes a value that is not an object; older fields are erased.</summary>
/// <param name="Key">The key.</param>
/// <param name="Base">What the writer saw under the key.</param>
/// <param name="Value">The value; never an object.</param>
public sealed record ValueWrite(string Key, WriteBase Base, Value Value) : Write(Key, Base)
{
    /// <inheritdoc/>
    public override bool IsRemoval => false;
}
