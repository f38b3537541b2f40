using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TopGun.Server.Tests.Storage.Postgres;

/// <summary>Says what a PostgreSQL says at the start of a connection, up to the first question, as one of a version that is not at hand.</summary>
internal sealed class ScriptedPostgres : IAsyncDisposable
{
    private const int TlsRequest = 80_877_103;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _version;
    private readonly Task _serving;

    public ScriptedPostgres(string version)
    {
        _version = version;
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await GreetAsync(client.GetStream());
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task GreetAsync(NetworkStream stream)
    {
        try
        {
            while (await ReadStartAsync(stream) == TlsRequest) await stream.WriteAsync("N"u8.ToArray());
            await SayAsync(stream, 'R', new byte[4]);
            await SayAsync(stream, 'S', Encoding.ASCII.GetBytes($"server_version\0{_version}\0"));
            await SayAsync(stream, 'K', new byte[8]);
            await SayAsync(stream, 'Z', [(byte)'I']);
            // Whatever is asked: it is enough that the client goes.
            while (await stream.ReadAsync(new byte[1024]) > 0)
            {
            }
        }
        catch (IOException)
        {
            // The client has gone.
        }
    }

    private static async Task<int> ReadStartAsync(NetworkStream stream)
    {
        var head = new byte[8];
        await stream.ReadExactlyAsync(head);
        await stream.ReadExactlyAsync(new byte[BinaryPrimitives.ReadInt32BigEndian(head) - head.Length]);
        return BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(4));
    }

    private static async Task SayAsync(NetworkStream stream, char type, byte[] body)
    {
        var message = new byte[1 + 4 + body.Length];
        message[0] = (byte)type;
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), 4 + body.Length);
        body.CopyTo(message, 5);
        await stream.WriteAsync(message);
    }
}
