using System.Buffers.Binary;
using System.IO.Compression;
using TopGun.Protocol.V1;

namespace TopGun.EndToEnd.Wire;

/// <summary>Reads the frames of the contract out of the bytes that a server sends on one connection of HTTP/2.</summary>
internal sealed class FrameTap
{
    private const int FrameHeaderBytes = 9;
    private const int MessageHeaderBytes = 5;
    private const byte Data = 0;
    private const byte Padded = 8;

    private readonly List<byte> _bytes = [];
    private readonly Dictionary<int, List<byte>> _streams = [];

    /// <summary>Takes bytes, and gives the frames that are complete with them.</summary>
    public List<ServerFrame> Read(ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        List<ServerFrame> frames = [];
        while (_bytes.Count >= FrameHeaderBytes)
        {
            var length = _bytes[0] << 16 | _bytes[1] << 8 | _bytes[2];
            if (_bytes.Count < FrameHeaderBytes + length) break;
            var frame = _bytes.GetRange(0, FrameHeaderBytes + length).ToArray();
            _bytes.RemoveRange(0, frame.Length);
            if (frame[3] == Data) TakeData(frame, frames);
        }

        return frames;
    }

    private void TakeData(byte[] frame, List<ServerFrame> frames)
    {
        if ((frame[4] & Padded) != 0) throw new NotSupportedException("The server pads its frames; this reads unpadded ones.");
        var id = BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(5));
        if (!_streams.TryGetValue(id, out var stream)) _streams[id] = stream = [];
        stream.AddRange(frame.AsSpan(FrameHeaderBytes));
        while (stream.Count >= MessageHeaderBytes)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(stream.GetRange(1, 4).ToArray());
            if (stream.Count < MessageHeaderBytes + length) return;
            using var message = new MemoryStream(stream.GetRange(MessageHeaderBytes, length).ToArray());
            using Stream plain = stream[0] == 0 ? message : new GZipStream(message, CompressionMode.Decompress);
            frames.Add(SyncResponse.Parser.ParseFrom(plain).Frame);
            stream.RemoveRange(0, MessageHeaderBytes + length);
        }
    }
}
