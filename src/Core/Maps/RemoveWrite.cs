namespace TopGun.Core.Maps;

/// <summary>Removes the record.</summary>
/// <param name="Key">The key.</param>
/// <param name="Base">What the writer saw under the key.</param>
public sealed record RemoveWrite(string Key, WriteBase Base) : Write(Key, Base)
{
    /// <inheritdoc/>
    public override bool IsRemoval => true;
}
