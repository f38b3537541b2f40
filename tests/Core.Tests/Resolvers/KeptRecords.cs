using TopGun.Core.Maps;

namespace TopGun.Core.Tests.Resolvers;

/// <summary>Keeps the records themselves; their bytes are only their numbers.</summary>
internal sealed class KeptRecords : IRecordCodec
{
    private readonly List<Record> _records = [];

    public byte[] Encode(Record record)
    {
        _records.Add(record);
        return BitConverter.GetBytes(_records.Count - 1);
    }

    public Record Decode(ReadOnlySpan<byte> bytes) => _records[BitConverter.ToInt32(bytes)];
}
