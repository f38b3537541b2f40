using System.Buffers.Binary;
using System.Numerics;

namespace TopGun.Server.Storage.Forms;

/// <summary>The Castagnoli checksum (RFC 3720, appendix B.4): finds every flipped byte, and is one instruction for eight bytes.</summary>
/// <remarks>It guards against decay, not against people: whoever can write the file can write the checksum.</remarks>
internal static class Crc32C
{
    /// <summary>The checksum of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => ~Add(~0u, bytes);

    /// <summary>The checksum of a stored record: of everything in its row.</summary>
    /// <param name="map">The number of its map.</param>
    /// <param name="key">The UTF-8 bytes of its key.</param>
    /// <param name="version">Its version.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="owner">The UTF-8 bytes of its owner; empty for none, which is as it was before records had owners.</param>
    /// <param name="expiresAtMs">When it expires; 0 for never, which is as it was before records could.</param>
    public static uint OfRecord(long map, ReadOnlySpan<byte> key, long version, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> owner, long expiresAtMs = 0)
    {
        // The length of the key is in it: "ab" + "c" is not "a" + "bc".
        var crc = BitOperations.Crc32C(~0u, (ulong)map);
        crc = BitOperations.Crc32C(crc, (ulong)version);
        crc = BitOperations.Crc32C(crc, (uint)key.Length);
        crc = Add(Add(crc, key), bytes);
        if (expiresAtMs != 0) crc = BitOperations.Crc32C(crc, (ulong)expiresAtMs);
        return ~(owner.IsEmpty ? crc : Add(BitOperations.Crc32C(crc, (uint)owner.Length), owner));
    }

    private static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var octet in bytes) crc = BitOperations.Crc32C(crc, octet);
        return crc;
    }
}
