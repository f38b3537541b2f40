namespace TopGun.Core.Maps;

/// <summary>What the writer saw under the key when it wrote.</summary>
public enum WriteBase : byte
{
    /// <summary>It held nothing of the key and does not know.</summary>
    Unknown,

    /// <summary>It held the whole map, and the key was absent.</summary>
    Absent,

    /// <summary>It held a live record, which the write changes.</summary>
    Live,
}
