using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using TopGun.EndToEnd.Wire;
using TopGun.Protocol.V1;

namespace TopGun.EndToEnd.LostAck;

/// <summary>Stands between clients and a server, reads what the server says, and cuts a connection before a frame of choice gets through.</summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentDictionary<Task, bool> _links = [];
    private readonly Func<Uri> _upstream;
    private readonly Task _accepting;
    private int _cuts;
    private Exception? _fault;

    /// <summary>Begins to listen on a free port.</summary>
    /// <param name="upstream">Where the server is, asked anew for each connection.</param>
    public FaultProxy(Func<Uri> upstream)
    {
        _upstream = upstream;
        _listener.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _accepting = AcceptAsync();
    }

    /// <summary>Where clients find it.</summary>
    public string Address { get; }

    /// <summary>How many connections it has cut.</summary>
    public int Cuts => Volatile.Read(ref _cuts);

    /// <summary>Looks at each frame that the server sent; true cuts the connection: neither this frame nor any other gets through.</summary>
    public Func<ServerFrame, bool> CutsAt { get; set; } = _ => false;

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_links.Keys);
        _ending.Dispose();
        // What a look at a frame found wrong is the test's to know.
        if (_fault is { } fault) throw new InvalidOperationException(fault.Message, fault);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_ending.Token);
                var link = LinkAsync(client);
                _links[link] = true;
                _ = link.ContinueWith(ended => _links.TryRemove(ended, out _), TaskScheduler.Default);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The proxy was disposed of.
        }
    }

    private async Task LinkAsync(Socket client)
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
                await await Task.WhenAny(ForwardAsync(client, server, ending.Token), ForwardAsync(server, client, new FrameTap(), ending.Token));
                await ending.CancelAsync();
            }
            catch (Exception gone) when (gone is SocketException or OperationCanceledException)
            {
                // No server is there: the client learns it by the reset.
            }
            catch (Exception fault)
            {
                _fault ??= fault;
            }

            // A reset, not a farewell: what is on its way is lost.
            client.LingerState = server.LingerState = new LingerOption(true, 0);
        }
    }

    private static async Task ForwardAsync(Socket from, Socket to, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 << 10];
        try
        {
            while (await from.ReceiveAsync(buffer, cancellationToken) is > 0 and var count)
                await SendAllAsync(to, buffer.AsMemory(0, count), cancellationToken);
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException)
        {
            // One side has gone; the other follows.
        }
    }

    private async Task ForwardAsync(Socket from, Socket to, FrameTap tap, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 << 10];
        try
        {
            while (await from.ReceiveAsync(buffer, cancellationToken) is > 0 and var count)
            {
                foreach (var frame in tap.Read(buffer.AsSpan(0, count)))
                {
                    if (!CutsAt(frame)) continue;
                    Interlocked.Increment(ref _cuts);
                    return;
                }

                await SendAllAsync(to, buffer.AsMemory(0, count), cancellationToken);
            }
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException)
        {
            // One side has gone; the other follows.
        }
    }

    private static async Task SendAllAsync(Socket to, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty) bytes = bytes[await to.SendAsync(bytes, cancellationToken)..];
    }
}
