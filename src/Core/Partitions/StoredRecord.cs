using TopGun.Core.Maps;

namespace TopGun.Core.Partitions;

/// <summary>A committed record: its bytes, encoded once, the version that they belong to, and whose it is.</summary>
internal sealed class StoredRecord(string key)
{
    private Liveness _liveness;

    // One byte, so that two who find it out at once can do no harm.
    private enum Liveness : byte
    {
        NotLooked,
        Live,
        Absent,
    }

    public string Key { get; } = key;

    public long Version { get; private set; }

    public byte[] Bytes { get; private set; } = [];

    /// <summary>See <see cref="RecordChange.Owner"/>. One string for all records of a user.</summary>
    public string? Owner { get; private set; }

    /// <summary>It is no longer kept; no index shows it.</summary>
    public void Forget() => Version = -1;

    public void Become(long version, byte[] bytes, string? owner)
    {
        Version = version;
        Bytes = bytes;
        Owner = owner;
        _liveness = Liveness.NotLooked;
    }

    /// <summary>Whether it is no removal. Looked at once: the same record may be asked about for each of many refusals.</summary>
    public bool IsLive(IRecordCodec codec)
    {
        if (_liveness == Liveness.NotLooked) _liveness = codec.IsLive(Bytes) ? Liveness.Live : Liveness.Absent;
        return _liveness == Liveness.Live;
    }
}
