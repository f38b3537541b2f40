namespace TopGun.Core.Sync;

/// <summary>A record that changed, as it travels.</summary>
/// <param name="Key">The key.</param>
/// <param name="Version">The version that changed it last.</param>
/// <param name="Bytes">The serialised record; a removal too. Shared by all who receive it, and never changed.</param>
public readonly record struct ChangedRecord(string Key, long Version, ReadOnlyMemory<byte> Bytes);
