using TopGun.Client;
using TopGun.Client.Connection;

namespace TopGun.EndToEnd.Processes;

/// <summary>A server that has answered on each rung already, for tests that look which rung a client takes.</summary>
/// <remarks>Whatever happens for the first time is compiled first, on both sides; on a busy machine that takes longer than a client waits for a rung.</remarks>
internal static class WarmServer
{
    /// <inheritdoc cref="ServerProcess.StartAsync(string, string[])"/>
    public static async Task<ServerProcess> StartAsync(string data, params string[] under)
    {
        var server = await ServerProcess.StartAsync(data, under);
        try
        {
            await SyncAsync(server.Address, TransportMode.Streaming);
            await SyncAsync(server.WebAddress, TransportMode.WebStreaming);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        async Task SyncAsync(string address, TransportMode mode)
        {
            await using var client = TopGunClient.Open(new TopGunClientOptions { Server = address, Token = server.Token, Transport = mode });
            client.GetMap("warm");
            await client.WhenSyncedAsync().WaitAsync(ProgramRun.Patience);
        }
    }
}
