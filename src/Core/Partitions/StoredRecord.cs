namespace TopGun.Core.Partitions;

/// <summary>A committed record: its bytes, encoded once, the version that they belong to, and whose it is.</summary>
internal sealed class StoredRecord(string key)
{
    public string Key { get; } = key;

    public long Version { get; private set; }

    public byte[] Bytes { get; private set; } = [];

    /// <summary>See <see cref="RecordChange.Owner"/>. One string for all records of a user.</summary>
    public string? Owner { get; private set; }

    public void Become(long version, byte[] bytes, string? owner)
    {
        Version = version;
        Bytes = bytes;
        Owner = owner;
    }
}
