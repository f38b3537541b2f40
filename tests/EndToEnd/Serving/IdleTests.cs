using System.Diagnostics;
using System.Net.Sockets;
using TopGun.Client;
using TopGun.Client.Connection;
using TopGun.EndToEnd.Processes;

namespace TopGun.EndToEnd.Serving;

/// <summary>Connections on which nothing happens.</summary>
public sealed class IdleTests
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task They_are_closed_when_they_have_no_call_and_kept_when_they_have()
    {
        using var place = new Place();
        await using var server = await ServerProcess.StartWithAsync(place.Data, ("TOPGUN_IDLE_TIMEOUT", $"{Idle.TotalSeconds:0}"));
        await using var client = TopGunClient.Open(new TopGunClientOptions { Server = server.Address, Token = server.Token });
        client.GetMap("quiet");
        await client.WhenSyncedAsync().WaitAsync(ProgramRun.Patience);
        var before = client.State;

        // The server's time can't be moved by a test: this is the time itself that is tried.
        var lives = await Task.WhenAll(
            LifeAsync(new Uri(server.WebAddress), "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray()),
            LifeAsync(new Uri(server.Address), [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, 0, 0, 0, 4, 0, 0, 0, 0, 0]));

        // Kestrel looks once a second.
        Assert.All(lives, life => Assert.InRange(life, Idle - TimeSpan.FromSeconds(1.5), ProgramRun.Patience));
        Assert.Equal((ConnectionPhase.Synced, before.Since), (client.State.Phase, client.State.Since));
    }

    // How long a connection lives after its first bytes, when nobody sends any more.
    private static async Task<TimeSpan> LifeAsync(Uri address, byte[] first)
    {
        // From before it begins: the server's clock may run before this thread goes on.
        var start = Stopwatch.GetTimestamp();
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var patience = new CancellationTokenSource(ProgramRun.Patience);
        await socket.ConnectAsync(address.Host, address.Port, patience.Token);
        await socket.SendAsync(first, patience.Token);
        while (await socket.ReceiveAsync(new byte[4096], patience.Token) > 0) ;
        return Stopwatch.GetElapsedTime(start);
    }
}
