using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using TopGun.EndToEnd.Processes;

namespace TopGun.EndToEnd.Ladder;

/// <summary>Stands between clients and a server, and is what networks are: it holds responses back, or cuts connections when it likes.</summary>
internal sealed class WebProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentDictionary<Task, bool> _links = [];
    private readonly Uri _upstream;
    private readonly Task _accepting;
    private int _cuts;

    /// <summary>Begins to listen on a free port.</summary>
    public WebProxy(string upstream)
    {
        _upstream = new Uri(upstream);
        _listener.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _accepting = AcceptAsync();
    }

    /// <summary>Where clients find it.</summary>
    public string Address { get; }

    /// <summary>Whether it holds each response of HTTP/1.1 back until it is whole.</summary>
    public bool Buffers { get; init; }

    /// <summary>When set: each connection is cut after some bytes, 3,000 to 30,000 of both directions together.</summary>
    public Random? Cutting { get; set; }

    /// <summary>How many connections it has cut.</summary>
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
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_ending.Token);
                var link = LinkAsync(client, Cutting?.Next(3_000, 30_000) ?? int.MaxValue);
                _links[link] = true;
                _ = link.ContinueWith(ended => _links.TryRemove(ended, out _), TaskScheduler.Default);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The proxy was disposed of.
        }
    }

    private async Task LinkAsync(Socket client, int most)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
            var left = new Budget(most);
            try
            {
                await server.ConnectAsync(_upstream.Host, _upstream.Port, ending.Token);
                await Task.WhenAny(ForwardAsync(client, server, null, left, ending.Token), ForwardAsync(server, client, Buffers ? new ResponseHold() : null, left, ending.Token));
            }
            catch (Exception gone) when (gone is SocketException or OperationCanceledException)
            {
                // No server is there: the client learns it by the reset.
            }

            await ending.CancelAsync();
            if (left.IsSpent) Interlocked.Increment(ref _cuts);
            // A reset, not a farewell: what is on its way is lost.
            client.LingerState = server.LingerState = new LingerOption(true, 0);
        }
    }

    private static async Task ForwardAsync(Socket from, Socket to, ResponseHold? hold, Budget left, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 << 10];
        try
        {
            while (await from.ReceiveAsync(buffer, cancellationToken) is > 0 and var count)
            {
                // What comes before the cut gets through, as it does on a line.
                var passing = left.Spend(count);
                ReadOnlyMemory<byte> bytes = buffer.AsMemory(0, passing);
                if (hold is not null) bytes = hold.Take(bytes.Span);
                while (!bytes.IsEmpty) bytes = bytes[await to.SendAsync(bytes, cancellationToken)..];
                if (passing < count) return;
            }
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException)
        {
            // One side has gone; the other follows.
        }
    }

    private sealed class Budget(int bytes)
    {
        private int _left = bytes;

        public bool IsSpent => Volatile.Read(ref _left) < 0;

        /// <summary>How much of it may pass.</summary>
        public int Spend(int count)
            => Volatile.Read(ref _left) == int.MaxValue ? count : Math.Clamp(count + Interlocked.Add(ref _left, -count), 0, count);
    }
}
