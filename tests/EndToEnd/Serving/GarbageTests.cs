using System.Net.Sockets;
using System.Text;
using TopGun.Client;
using TopGun.Client.Maps;
using TopGun.Core.Values;
using TopGun.EndToEnd.Processes;

namespace TopGun.EndToEnd.Serving;

/// <summary>Whatever comes in at the ports ends its own connection and nothing else.</summary>
public sealed class GarbageTests
{
    [Fact]
    [Trait("Invariant", "INV-SES-3")]
    public async Task Bytes_that_are_no_protocol_end_their_connection_and_the_server_lives_on()
    {
        using var place = new Place();
        await using var server = await ServerProcess.StartAsync(place.Data);
        await using var client = TopGunClient.Open(new TopGunClientOptions { Server = server.Address, Token = server.Token });
        var map = client.GetMap("calm");
        await client.WhenSyncedAsync().WaitAsync(ProgramRun.Patience);
        var noise = new byte[100_000];
        new Random(3).NextBytes(noise);
        byte[][] garbage =
        [
            noise,
            new byte[20_000],
            Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
            // The preface of HTTP/2, and then a frame that claims 16 MiB.
            [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 1, .. noise],
        ];

        foreach (var address in (string[])[server.Address, server.WebAddress])
            foreach (var bytes in garbage)
                await ThrowAsync(new Uri(address), bytes);

        var written = map.Set("still", Value.Of("alive"));
        Assert.Equal(WriteEnding.Applied, (await written.Settled.WaitAsync(ProgramRun.Patience)).Ending);
        Assert.DoesNotContain(" fail: ", server.Said, StringComparison.Ordinal);
    }

    private static async Task ThrowAsync(Uri address, byte[] bytes)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(address.Host, address.Port);
        try
        {
            await socket.SendAsync(bytes);
            socket.Shutdown(SocketShutdown.Send);
            using var patience = new CancellationTokenSource(ProgramRun.Patience);
            while (await socket.ReceiveAsync(new byte[4096], patience.Token) > 0) ;
        }
        catch (SocketException)
        {
            // It was reset, which is an answer too.
        }
    }
}
