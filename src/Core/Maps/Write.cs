using TopGun.Core.Values;

namespace TopGun.Core.Maps;

/// <summary>What an op does to one key of a map.</summary>
/// <param name="Key">The key; 1 to 512 bytes of UTF-8.</param>
/// <param name="Base">What the writer saw under the key.</param>
public abstract record Write(string Key, WriteBase Base)
{
    /// <summary>Whether the write can only take something away: the record as a whole, or elements of a set.</summary>
    public abstract bool IsRemoval { get; }

    /// <summary>Of which type the map must be.</summary>
    public virtual MapType Type => MapType.Lww;

    /// <summary>For how long the record is to live from its commit on, in milliseconds; null leaves its expiry as it is.</summary>
    public long? TtlMs { get; init; }
}
