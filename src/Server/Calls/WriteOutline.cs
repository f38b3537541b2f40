using System.Buffers;
using System.Text;

namespace TopGun.Server.Calls;

/// <summary>What the first bytes of a call say of it, found without reading its writes.</summary>
/// <param name="Map">The map's name.</param>
/// <param name="Writes">How many writes the call has; 1 where not all of it is there yet.</param>
/// <param name="Bytes">How much of its message is there. What is not takes no memory yet: who announces much and sends nothing, or slowly, takes no room from others.</param>
internal readonly record struct WriteOutline(string Map, int Writes, long Bytes)
{
    private const int FrameHeaderBytes = 5;

    // Of all requests of MapService the map is field 1, and of a batch the writes are field 2.
    private const byte MapTag = (1 << 3) | 2;
    private const byte WritesTag = (2 << 3) | 2;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Finds it.</summary>
    /// <param name="body">The start of the body of a call.</param>
    /// <param name="isBatch">Whether it is a call of Batch.</param>
    /// <param name="maxNameBytes">The longest name that a map can have.</param>
    /// <returns>Null where it can't be told without reading all: the message is compressed, put in another order than writers do, too short as yet, or broken.</returns>
    public static WriteOutline? Find(in ReadOnlySequence<byte> body, bool isBatch, int maxNameBytes)
    {
        var reader = new SequenceReader<byte>(body);
        if (!reader.TryRead(out var flags) || flags != 0 || !reader.TryReadBigEndian(out int length) || length < 0) return null;
        var bytes = Math.Min(length, reader.Remaining);
        // What stands behind the message is not of it.
        reader = new SequenceReader<byte>(body.Slice(FrameHeaderBytes, bytes));
        if (!reader.TryRead(out var tag) || tag != MapTag || !TryReadLength(ref reader, out var nameBytes) || nameBytes > maxNameBytes || reader.Remaining < nameBytes) return null;
        string map;
        try
        {
            map = Utf8.GetString(reader.UnreadSequence.Slice(0, nameBytes));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }

        reader.Advance(nameBytes);
        return map.Length == 0 ? null : new WriteOutline(map, isBatch && bytes == length ? CountWrites(ref reader) : 1, bytes);
    }

    // Their bytes are passed over. What comes after something else is not counted: it is read later by who knows all fields.
    private static int CountWrites(ref SequenceReader<byte> reader)
    {
        var writes = 0;
        while (reader.TryRead(out var tag) && tag == WritesTag && TryReadLength(ref reader, out var bytes) && reader.Remaining >= bytes)
        {
            reader.Advance(bytes);
            writes++;
        }

        return Math.Max(1, writes);
    }

    private static bool TryReadLength(ref SequenceReader<byte> reader, out int length)
    {
        length = 0;
        for (var shift = 0; shift < 28; shift += 7)
        {
            if (!reader.TryRead(out var next)) return false;
            length |= (next & 0x7F) << shift;
            if ((next & 0x80) == 0) return true;
        }

        return false;
    }
}
