using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Grpc.Net.Client;
using TopGun.Grpc.Tests.Protos;

namespace TopGun.Grpc.Tests.Wire;

/// <summary>The flow-control windows that each side announces when a connection begins.</summary>
[Trait("Pitfall", "24")]
public sealed class WindowTests
{
    private const int Megabyte = 1024 * 1024;

    // What a connection has before anybody says otherwise: RFC 9113, section 6.9.2.
    private const int FirstWindow = 65_535;

    [Fact]
    public async Task The_server_takes_a_megabyte_per_stream_and_four_per_connection()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await using var host = await TestHost.StartAsync();
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, host.Address.Port, patience.Token);
        var stream = tcp.GetStream();
        await stream.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0"u8.ToArray(), patience.Token);

        Assert.Equal(Megabyte, StreamWindow(await ReadFrameAsync(stream, 0x4, patience.Token)));
        var more = BinaryPrimitives.ReadInt32BigEndian(await ReadFrameAsync(stream, 0x8, patience.Token));
        Assert.Equal(4 * Megabyte, FirstWindow + more);
    }

    [Fact]
    public async Task The_client_takes_a_megabyte_per_stream()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        using var call = new ProbeService.ProbeServiceClient(channel).Talk(cancellationToken: patience.Token);
        using var tcp = await listener.AcceptTcpClientAsync(patience.Token);
        var stream = tcp.GetStream();
        var preface = new byte[24];
        await stream.ReadExactlyAsync(preface, patience.Token);

        Assert.Equal("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray(), preface);
        Assert.Equal(Megabyte, StreamWindow(await ReadFrameAsync(stream, 0x4, patience.Token)));
    }

    // The payload of the next frame of this type that is about the connection; others are passed over.
    private static async Task<byte[]> ReadFrameAsync(NetworkStream stream, byte type, CancellationToken cancellationToken)
    {
        var head = new byte[9];
        while (true)
        {
            await stream.ReadExactlyAsync(head, cancellationToken);
            var payload = new byte[BinaryPrimitives.ReadInt32BigEndian(head) >>> 8];
            await stream.ReadExactlyAsync(payload, cancellationToken);
            if (head[3] == type && BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)) == 0) return payload;
        }
    }

    // SETTINGS_INITIAL_WINDOW_SIZE: RFC 9113, section 6.5.2.
    private static int StreamWindow(byte[] settings)
    {
        for (var at = 0; at < settings.Length; at += 6)
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(settings.AsSpan(at)) == 0x4)
                return BinaryPrimitives.ReadInt32BigEndian(settings.AsSpan(at + 2));
        }

        return FirstWindow;
    }
}
