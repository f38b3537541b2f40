using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace TopGun.Core.Digests;

/// <summary>What is hashed, and in which order: the whole definition of a digest. Safe for many threads at once.</summary>
/// <remarks>Clients choose keys, and whoever can build two maps with one digest can hide a write: so SHA-256, and no sums.</remarks>
public static class DigestHash
{
    /// <summary>The first 64 bits of the SHA-256 of a key's UTF-8: its path in the trie.</summary>
    public static ulong KeyHash(string key)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(key.Length));
        Span<byte> hash = stackalloc byte[Digest.Length];
        SHA256.HashData(buffer.AsSpan(0, Encoding.UTF8.GetBytes(key, buffer)), hash);
        ArrayPool<byte>.Shared.Return(buffer);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }

    /// <summary>The digest of one record: SHA-256(uint32be length of the key, key, uint64be version, record).</summary>
    public static Digest Entry(string key, long version, ReadOnlySpan<byte> record)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(12 + Encoding.UTF8.GetMaxByteCount(key.Length) + record.Length);
        var length = Encoding.UTF8.GetBytes(key, buffer.AsSpan(4));
        BinaryPrimitives.WriteInt32BigEndian(buffer, length);
        BinaryPrimitives.WriteInt64BigEndian(buffer.AsSpan(4 + length), version);
        record.CopyTo(buffer.AsSpan(12 + length));
        var digest = Hash(buffer.AsSpan(0, 12 + length + record.Length));
        ArrayPool<byte>.Shared.Return(buffer);
        return digest;
    }

    /// <summary>The digest of a leaf: SHA-256(0x00, prefix, entries).</summary>
    /// <param name="prefix">The leaf.</param>
    /// <param name="entries">Its entries in the byte order of their keys; empty gives <see cref="Digest.Empty"/>.</param>
    public static Digest Leaf(DigestPrefix prefix, ReadOnlySpan<Digest> entries)
        => entries.IsEmpty ? Digest.Empty : Node(0x00, prefix, entries);

    /// <summary>The digest of an inner place: SHA-256(0x01, prefix, 16 children).</summary>
    public static Digest Inner(DigestPrefix prefix, ReadOnlySpan<Digest> children) => Node(0x01, prefix, children);

    private static Digest Node(byte kind, DigestPrefix prefix, ReadOnlySpan<Digest> parts)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(2 + prefix.Depth + Digest.Length * parts.Length);
        buffer[0] = kind;
        buffer[1] = (byte)prefix.Depth;
        var at = 2;
        for (var i = 0; i < prefix.Depth; i++) buffer[at++] = (byte)prefix.NibbleAt(i);
        foreach (var part in parts)
        {
            part.CopyTo(buffer.AsSpan(at));
            at += Digest.Length;
        }

        var digest = Hash(buffer.AsSpan(0, at));
        ArrayPool<byte>.Shared.Return(buffer);
        return digest;
    }

    private static Digest Hash(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[Digest.Length];
        SHA256.HashData(bytes, hash);
        return new Digest(hash);
    }
}
