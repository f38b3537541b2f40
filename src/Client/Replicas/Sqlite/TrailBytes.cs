using System.Buffers.Binary;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;

namespace TopGun.Client.Replicas.Sqlite;

/// <summary>Where a view was in earlier epochs, as the file keeps it: epoch and version of each, eight bytes each, the lowest first.</summary>
internal static class TrailBytes
{
    private const int PerCursor = 2 * sizeof(long);

    public static byte[] Of(CursorTrail trail)
    {
        var bytes = new byte[trail.Cursors.Count * PerCursor];
        for (var i = 0; i < trail.Cursors.Count; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * PerCursor), trail.Cursors[i].Epoch);
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan((i * PerCursor) + sizeof(long)), trail.Cursors[i].Version);
        }

        return bytes;
    }

    /// <exception cref="FormatException">The bytes are none.</exception>
    public static CursorTrail Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 0) return CursorTrail.Empty;
        if (bytes.Length % PerCursor != 0) throw new FormatException($"A trail of {bytes.Length} bytes, which is no multiple of {PerCursor}, is not one.");
        var cursors = new Cursor[bytes.Length / PerCursor];
        for (var i = 0; i < cursors.Length; i++)
            cursors[i] = new Cursor(
                BinaryPrimitives.ReadUInt64LittleEndian(bytes[(i * PerCursor)..]),
                BinaryPrimitives.ReadInt64LittleEndian(bytes[((i * PerCursor) + sizeof(long))..]));
        return new CursorTrail(cursors);
    }
}
