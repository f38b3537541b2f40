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
    private readonly Task _draining;

    private RawHttp2(TcpClient tcp)
    {
        _tcp = tcp;
        _draining = DrainAsync(tcp.GetStream());
    }

    /// <summary>Ends when the server closes the connection.</summary>
    public Task Closed => _draining;

    public static async Task<RawHttp2> ConnectAsync(Uri address)
    {
        var tcp = new TcpClient { NoDelay = true };
        await tcp.ConnectAsync(IPAddress.Loopback, address.Port);
        return new RawHttp2(tcp);
    }

    public Task SendBytesAsync(byte[] bytes) => _tcp.GetStream().WriteAsync(bytes).AsTask();

    /// <summary>What every connection begins with.</summary>
    public async Task BeginAsync()
    {
        await SendBytesAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
        await SendFrameAsync(0x4, 0, 0, []);
    }

    public Task SendHeadersAsync(int stream, string path)
    {
        var block = new List<byte>();
        foreach (var (name, value) in new[]
        {
            (":method", "POST"), (":scheme", "http"), (":path", path), (":authority", "localhost"),
            ("content-type", "application/grpc"), ("te", "trailers"),
        })
        {
            // A literal that is not indexed, without Huffman coding: RFC 7541, section 6.2.2.
            block.Add(0);
            block.Add((byte)name.Length);
            block.AddRange(Encoding.ASCII.GetBytes(name));
            block.Add((byte)value.Length);
            block.AddRange(Encoding.ASCII.GetBytes(value));
        }

        return SendFrameAsync(0x1, EndHeaders, stream, [.. block]);
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

    private Task SendFrameAsync(byte type, byte flags, int stream, byte[] payload)
    {
        var frame = new byte[9 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        (frame[3], frame[4]) = (type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, 9);
        return SendBytesAsync(frame);
    }
}
