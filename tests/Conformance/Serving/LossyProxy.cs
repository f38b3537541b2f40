using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace TopGun.Conformance.Serving;

/// <summary>
/// Stands before a server, and cuts connections before something that the server said gets through. What was asked has taken effect, and who asked
/// can't know.
/// </summary>
internal sealed class LossyProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentDictionary<Task, bool> _links = [];
    private readonly Func<Uri> _upstream;
    private readonly Func<int, Func<ReadOnlyMemory<byte>, bool>?> _cut;
    private readonly Task _accepting;
    private int _cuts;

    /// <summary>Begins to listen on a free port.</summary>
    /// <param name="upstream">Where the server is, asked anew for each connection.</param>
    /// <param name="cut">For the number of a connection, from 1: what looks at all that the server sends on it and says where to cut; null lets it live.</param>
    public LossyProxy(Func<Uri> upstream, Func<int, Func<ReadOnlyMemory<byte>, bool>?> cut)
    {
        _upstream = upstream;
        _cut = cut;
        _listener.Start();
        Authority = $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _accepting = AcceptAsync();
    }

    /// <summary>Where clients find it, as host:port.</summary>
    public string Authority { get; }

    /// <summary>How many connections were cut.</summary>
    public int Cuts => Volatile.Read(ref _cuts);

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_links.Keys);
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            for (var number = 1; ; number++)
            {
                var client = await _listener.AcceptSocketAsync(_ending.Token);
                var link = LinkAsync(client, _cut(number));
                _links[link] = true;
                _ = link.ContinueWith(ended => _links.TryRemove(ended, out _), TaskScheduler.Default);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The proxy was disposed of.
        }
    }

    private async Task LinkAsync(Socket client, Func<ReadOnlyMemory<byte>, bool>? cut)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
            try
            {
                var upstream = _upstream();
                await server.ConnectAsync(upstream.Host, upstream.Port, ending.Token);
                await Task.WhenAny(ForwardAsync(client, server, null, ending.Token), ForwardAsync(server, client, cut, ending.Token));
            }
            catch (Exception gone) when (gone is SocketException or OperationCanceledException)
            {
                // No server is there: the client learns it by the reset.
            }

            await ending.CancelAsync();
            // A reset, not a farewell: what is on its way is lost.
            client.LingerState = server.LingerState = new LingerOption(true, 0);
        }
    }

    private async Task ForwardAsync(Socket from, Socket to, Func<ReadOnlyMemory<byte>, bool>? cut, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 << 10];
        try
        {
            while (await from.ReceiveAsync(buffer, cancellationToken) is > 0 and var count)
            {
                if (cut?.Invoke(buffer.AsMemory(0, count)) == true)
                {
                    Interlocked.Increment(ref _cuts);
                    return;
                }

                for (var rest = buffer.AsMemory(0, count); !rest.IsEmpty;) rest = rest[await to.SendAsync(rest, cancellationToken)..];
            }
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side has gone; the other follows.
        }
    }
}
