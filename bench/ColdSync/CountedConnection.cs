using System.Net.Sockets;

namespace TopGun.ColdSync;

/// <summary>A way to the server that counts what comes: all bytes of the connection, whatever they are.</summary>
internal sealed class CountedConnection
{
    private long _received;

    public CountedConnection() => Handler = new SocketsHttpHandler { ConnectCallback = ConnectAsync, InitialHttp2StreamWindowSize = 1 << 20 };

    public SocketsHttpHandler Handler { get; }

    public long Received => Interlocked.Read(ref _received);

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
        return new Counting(socket, this);
    }

    private sealed class Counting(Socket socket, CountedConnection counted) : NetworkStream(socket, ownsSocket: true)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            Interlocked.Add(ref counted._received, read);
            return read;
        }
    }
}
