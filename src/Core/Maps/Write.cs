using TopGun.Core.Values;

namespace TopGun.Core.Maps;

/// <summary>What an op does to one key of an LwwMap.</summary>
/// <param name="Key">The key; 1 to 512 bytes of UTF-8.</param>
/// <param name="Base">What the writer saw under the key.</param>
public abstract record Write(string Key, WriteBase Base)
{
    /// <summary>Whether the write can only take something away: the record as a whole.</summary>
    public abstract bool IsRemoval { get; }
}
