namespace TopGun.Core.Partitions;

/// <summary>A committed record: its bytes, encoded once, and the version that they belong to.</summary>
internal sealed class StoredRecord(string key, long version, ReadOnlyMemory<byte> bytes)
{
    public string Key { get; } = key;

    public long Version { get; private set; } = version;

    public ReadOnlyMemory<byte> Bytes { get; private set; } = bytes;

    public void Become(long version, ReadOnlyMemory<byte> bytes)
    {
        Version = version;
        Bytes = bytes;
    }
}
