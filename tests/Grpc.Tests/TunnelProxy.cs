using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TopGun.Grpc.Tests;

/// <summary>A proxy that makes tunnels (CONNECT) for those who know the password.</summary>
internal sealed class TunnelProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;
    private readonly string _credentials;
    private int _tunnels;

    public TunnelProxy(string user, string password)
    {
        _credentials = $"Basic {Convert.ToBase64String(Encoding.ASCII.GetBytes($"{user}:{password}"))}";
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>The tunnels that were made so far.</summary>
    public int Tunnels => Volatile.Read(ref _tunnels);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true) connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
        }
        catch (Exception ended) when (_stopping.IsCancellationRequested && ended is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var ours = client;
        using var server = new TcpClient();
        var stream = client.GetStream();
        try
        {
            while (true)
            {
                var head = await ReadHeadAsync(stream);
                if (head.Length == 0) return;
                if (head.Contains($"Proxy-Authorization: {_credentials}", StringComparison.OrdinalIgnoreCase))
                {
                    await server.ConnectAsync(IPEndPoint.Parse(head.Split(' ')[1]), _stopping.Token);
                    break;
                }

                await stream.WriteAsync("HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"test\"\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), _stopping.Token);
            }

            Interlocked.Increment(ref _tunnels);
            await stream.WriteAsync("HTTP/1.1 200 Go\r\n\r\n"u8.ToArray(), _stopping.Token);
            await Task.WhenAny(stream.CopyToAsync(server.GetStream(), _stopping.Token), server.GetStream().CopyToAsync(stream, _stopping.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
        {
            // The test is over, or one end has gone.
        }
    }

    private async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, _stopping.Token) > 0) head.Append((char)one[0]);
        return head.ToString();
    }
}
