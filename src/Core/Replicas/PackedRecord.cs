using System.Buffers.Binary;
using System.Text;

namespace TopGun.Core.Replicas;

/// <summary>A record in memory as one array: the garbage collector has one object to look at, and nothing in it to follow.</summary>
internal static class PackedRecord
{
    private const int VersionAt = 0;
    private const int GenerationAt = VersionAt + sizeof(long);
    private const int KeyLengthAt = GenerationAt + sizeof(int);
    private const int IsLiveAt = KeyLengthAt + sizeof(int);
    private const int KeyAt = IsLiveAt + 1;

    /// <summary>Packs a record, with a copy of its bytes: what they came with is not held.</summary>
    /// <param name="record">The record.</param>
    /// <param name="key">Its key in UTF-8.</param>
    public static byte[] Of(in ReplicaRecord record, ReadOnlySpan<byte> key)
    {
        var packed = new byte[KeyAt + key.Length + record.Bytes.Length];
        BinaryPrimitives.WriteInt64LittleEndian(packed.AsSpan(VersionAt), record.Version);
        BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(GenerationAt), record.Generation);
        BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(KeyLengthAt), key.Length);
        packed[IsLiveAt] = record.IsLive ? (byte)1 : (byte)0;
        key.CopyTo(packed.AsSpan(KeyAt));
        record.Bytes.Span.CopyTo(packed.AsSpan(KeyAt + key.Length));
        return packed;
    }

    /// <summary>The key, in UTF-8.</summary>
    public static ReadOnlySpan<byte> KeyOf(byte[] packed) => packed.AsSpan(KeyAt, KeyLengthOf(packed));

    /// <summary>The record, whose key is not known yet.</summary>
    public static ReplicaRecord Read(byte[] packed) => Read(packed, Encoding.UTF8.GetString(KeyOf(packed)));

    /// <summary>The record.</summary>
    public static ReplicaRecord Read(byte[] packed, string key) => new(
        key,
        BinaryPrimitives.ReadInt64LittleEndian(packed.AsSpan(VersionAt)),
        BinaryPrimitives.ReadInt32LittleEndian(packed.AsSpan(GenerationAt)),
        packed[IsLiveAt] != 0,
        packed.AsMemory(KeyAt + KeyLengthOf(packed)));

    private static int KeyLengthOf(byte[] packed) => BinaryPrimitives.ReadInt32LittleEndian(packed.AsSpan(KeyLengthAt));
}
