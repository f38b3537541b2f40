using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TopGun.Grpc.Tests;

/// <summary>A connection that sends HTTP/2 frames made by hand, and does not care what comes back.</summary>
internal sealed class RawHttp2 : IAsyncDisposable
{
    private const byte EndStream = 0x1, EndHeaders = 0x4;

    private readonly TcpClient _tcp;
    private readonly NetworkStream _stream;
    private readonly Task _draining;

    private RawHttp2(TcpClient tcp)
    {
        _tcp = tcp;
        _stream = tcp.GetStream();
        _draining = DrainAsync(_stream);
    }

    /// <summary>Ends when the server closes the connection.</summary>
    public Task Closed => _draining;

    public static async Task<RawHttp2> ConnectAsync(Uri address)
    {
        var tcp = new TcpClient { NoDelay = true };
        await tcp.ConnectAsync(IPAddress.Loopback, address.Port);
        return new RawHttp2(tcp);
    }

    public Task SendBytesAsync(byte[] bytes) => _stream.WriteAsync(bytes).AsTask();

    /// <summary>What every connection begins with.</summary>
    public async Task BeginAsync()
    {
        await SendBytesAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
        await SendFrameAsync(0x4, 0, 0, []);
    }

    public Task SendHeadersAsync(int stream, string path, string contentType = "application/grpc", params (string Name, string Value)[] more)
    {
        var block = new List<byte>();
        foreach (var (name, value) in (IEnumerable<(string, string)>)
        [
            (":method", "POST"), (":scheme", "http"), (":path", path), (":authority", "localhost"),
            ("content-type", contentType), ("te", "trailers"), .. more,
        ])
        {
            // A literal that is not indexed, without Huffman coding: RFC 7541, section 6.2.2.
            block.Add(0);
            AddText(block, name);
            AddText(block, value);
        }

        return SendBlockAsync(stream, [.. block]);
    }

    public Task SendDataAsync(int stream, byte[] data) => SendFrameAsync(0x0, 0, stream, data);

    public Task EndAsync(int stream) => SendFrameAsync(0x0, EndStream, stream, []);

    public Task ResetAsync(int stream, int error)
    {
        var payload = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(payload, error);
        return SendFrameAsync(0x3, 0, stream, payload);
    }

    public async ValueTask DisposeAsync()
    {
        _tcp.Dispose();
        await _draining;
    }

    private static async Task DrainAsync(NetworkStream stream)
    {
        try
        {
            await stream.CopyToAsync(Stream.Null);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // A connection that is reset is closed too.
        }
    }

    // RFC 7541, section 5.1: lengths from 127 on go on in groups of seven bits.
    private static void AddText(List<byte> block, string text)
    {
        const int prefix = 0x7f;
        block.Add((byte)Math.Min(text.Length, prefix));
        if (text.Length >= prefix)
        {
            var rest = text.Length - prefix;
            for (; rest > prefix; rest >>= 7) block.Add((byte)(0x80 | (rest & prefix)));
            block.Add((byte)rest);
        }

        block.AddRange(Encoding.Latin1.GetBytes(text));
    }

    private async Task SendBlockAsync(int stream, byte[] block)
    {
        const int largest = 16 * 1024;
        for (var sent = 0; sent == 0 || sent < block.Length; sent += largest)
        {
            var part = block[sent..Math.Min(sent + largest, block.Length)];
            await SendFrameAsync((byte)(sent == 0 ? 0x1 : 0x9), sent + largest >= block.Length ? EndHeaders : (byte)0, stream, part);
        }
    }

    public Task SendFrameAsync(byte type, byte flags, int stream, byte[] payload)
    {
        var frame = new byte[9 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        (frame[3], frame[4]) = (type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, 9);
        return SendBytesAsync(frame);
    }
}
