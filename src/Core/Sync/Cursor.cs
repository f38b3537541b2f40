namespace TopGun.Core.Sync;

/// <summary>A point in the history of a partition: what a replica has already seen.</summary>
/// <param name="Epoch">The epoch that committed the version; 0 where the version is 0.</param>
/// <param name="Version">The version; 0 is before everything.</param>
public readonly record struct Cursor(ulong Epoch, long Version)
{
    /// <summary>Before everything.</summary>
    public static Cursor Start => default;
}
