using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace TopGun.Conformance.Serving;

/// <summary>
/// Stands before a server: of every two connections it cuts the first at the moment in which the answer to a call would come through. The call
/// has taken effect, and its caller can't know.
/// </summary>
internal sealed class LossyProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentDictionary<Task, bool> _links = [];
    private readonly Uri _upstream;
    private readonly Func<AnswerWatch?> _watch;
    private readonly Task _accepting;
    private int _cuts;

    /// <summary>Begins to listen on a free port.</summary>
    /// <param name="upstream">Where the server is.</param>
    /// <param name="watch">What sees an answer begin on a connection; one that gives null has it begin with the first byte, as by HTTP/1.1.</param>
    public LossyProxy(Uri upstream, Func<AnswerWatch?> watch)
    {
        _upstream = upstream;
        _watch = watch;
        _listener.Start();
        Authority = $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _accepting = AcceptAsync();
    }

    /// <summary>Where clients find it, as host:port.</summary>
    public string Authority { get; }

    /// <summary>How many answers were lost.</summary>
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
                var link = LinkAsync(client, isCut: number % 2 == 1);
                _links[link] = true;
                _ = link.ContinueWith(ended => _links.TryRemove(ended, out _), TaskScheduler.Default);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The proxy was disposed of.
        }
    }

    private async Task LinkAsync(Socket client, bool isCut)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
            try
            {
                await server.ConnectAsync(_upstream.Host, _upstream.Port, ending.Token);
                await Task.WhenAny(ForwardAsync(client, server, null, ending.Token), ForwardAsync(server, client, isCut ? AnswerTo(_watch()) : null, ending.Token));
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

    private static Func<byte[], int, bool> AnswerTo(AnswerWatch? watch) => (buffer, count) => watch?.HasAnswer(buffer.AsSpan(0, count)) ?? true;

    private async Task ForwardAsync(Socket from, Socket to, Func<byte[], int, bool>? hasAnswer, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 << 10];
        try
        {
            while (await from.ReceiveAsync(buffer, cancellationToken) is > 0 and var count)
            {
                if (hasAnswer?.Invoke(buffer, count) == true)
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
