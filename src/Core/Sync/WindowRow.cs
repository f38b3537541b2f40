namespace TopGun.Core.Sync;

/// <summary>A row of a window that a client holds.</summary>
/// <param name="Key">The key.</param>
/// <param name="Version">The version of the record.</param>
public readonly record struct WindowRow(string Key, long Version);
