using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace TopGun.Stubs;

/// <summary>A live record in a digest.</summary>
public sealed class DigestEntry
{
    /// <summary>Of a key, the version of its last change, and the record's bytes as received.</summary>
    public DigestEntry(string key, ulong version, ReadOnlySpan<byte> record)
    {
        Key = Encoding.UTF8.GetBytes(key);
        Path = [.. SHA256.HashData(Key).Take(MapDigest.Depth / 2).SelectMany(both => new[] { (byte)(both >> 4), (byte)(both & 15) })];
        var content = new byte[4 + Key.Length + 8 + record.Length];
        BinaryPrimitives.WriteUInt32BigEndian(content, (uint)Key.Length);
        Key.CopyTo(content, 4);
        BinaryPrimitives.WriteUInt64BigEndian(content.AsSpan(4 + Key.Length), version);
        record.CopyTo(content.AsSpan(4 + Key.Length + 8));
        Digest = SHA256.HashData(content);
    }

    internal byte[] Key { get; }

    internal byte[] Path { get; }

    internal byte[] Digest { get; }
}
