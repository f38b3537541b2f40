using TopGun.Core.Maps;

namespace TopGun.Core.Tests.Resolvers;

/// <summary>Keeps the records themselves; their bytes are only their numbers.</summary>
internal sealed class KeptRecords : IRecordCodec
{
    private readonly List<Record> _records = [];

    /// <summary>How many bytes a record takes.</summary>
    public int Bytes { get; set; } = sizeof(int);

    /// <summary>How often a record was read.</summary>
    public int Decoded { get; private set; }

    public byte[] Encode(Record record)
    {
        _records.Add(record);
        var bytes = new byte[Bytes];
        BitConverter.TryWriteBytes(bytes, _records.Count - 1);
        return bytes;
    }

    public Record Decode(ReadOnlySpan<byte> bytes)
    {
        Decoded++;
        return _records[BitConverter.ToInt32(bytes)];
    }
}
