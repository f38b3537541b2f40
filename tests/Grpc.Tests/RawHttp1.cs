using System.Net;
using System.Net.Sockets;

namespace TopGun.Grpc.Tests;

/// <summary>A connection that sends what a test says, and reads to its end.</summary>
internal sealed class RawHttp1 : IDisposable
{
    private readonly TcpClient _tcp;
    private readonly NetworkStream _stream;
    private readonly MemoryStream _said = new();
    private readonly TaskCompletionSource<byte[]> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;

    private RawHttp1(TcpClient tcp)
    {
        (_tcp, _stream) = (tcp, tcp.GetStream());
        _reading = ReadAsync();
    }

    public static async Task<RawHttp1> ConnectAsync(Uri address)
    {
        var tcp = new TcpClient { NoDelay = true };
        await tcp.ConnectAsync(IPAddress.Loopback, address.Port);
        return new RawHttp1(tcp);
    }

    public Task SendAsync(byte[] bytes) => _stream.WriteAsync(bytes).AsTask();

    /// <summary>The first of what the server says.</summary>
    /// <exception cref="TimeoutException">It says nothing.</exception>
    public Task<byte[]> FirstAsync(TimeSpan patience) => _first.Task.WaitAsync(patience);

    /// <summary>Says that nothing more comes, and waits for the server to end its side.</summary>
    /// <returns>All that it said.</returns>
    /// <exception cref="TimeoutException">It does not.</exception>
    public async Task<byte[]> EndAsync(TimeSpan patience)
    {
        try
        {
            _tcp.Client.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // It has ended all before.
        }

        await _reading.WaitAsync(patience);
        return _said.ToArray();
    }

    /// <summary>Breaks the connection.</summary>
    public void Break() => _tcp.Client.Close(0);

    public void Dispose() => _tcp.Dispose();

    private async Task ReadAsync()
    {
        try
        {
            var piece = new byte[16 * 1024];
            while (await _stream.ReadAsync(piece) is > 0 and var count)
            {
                _said.Write(piece, 0, count);
                _first.TrySetResult(piece[..count]);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // A connection that is reset has ended too.
        }
    }
}
