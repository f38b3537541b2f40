using System.Buffers.Binary;
using System.IO.Compression;
using Google.Protobuf;
using TopGun.Grpc.Tests.Protos;

namespace TopGun.Grpc.Tests;

/// <summary>Frames made by hand, right and wrong ones.</summary>
internal static class Frames
{
    public static byte[] Of(params ReadOnlySpan<Note> notes)
    {
        var bytes = new List<byte>();
        foreach (var note in notes) bytes.AddRange(Of(0, note.ToByteArray()));
        return [.. bytes];
    }

    public static byte[] Of(byte flags, byte[] payload, int? claimedLength = null)
    {
        var frame = new byte[5 + payload.Length];
        frame[0] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), claimedLength ?? payload.Length);
        payload.CopyTo(frame, 5);
        return frame;
    }

    public static byte[] Gzip(byte[] payload)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(payload);
        return packed.ToArray();
    }

    public static Note Bulk(int bytes)
    {
        var payload = new byte[bytes];
        new Random(17).NextBytes(payload);
        return new Note { Payload = UnsafeByteOperations.UnsafeWrap(payload) };
    }
}
