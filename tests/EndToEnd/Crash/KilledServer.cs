using TopGun.EndToEnd.Processes;

namespace TopGun.EndToEnd.Crash;

/// <summary>A server whose process is killed, and that another one follows on the same data.</summary>
internal sealed class KilledServer(string data, params (string Name, string Value)[] variables) : IStormVictim
{
    private ServerProcess? _server;

    public async Task<ServerProcess> StartAsync() => _server = await ServerProcess.StartWithAsync(data, variables);

    public async Task BreakAsync()
    {
        await _server!.KillAsync();
        await _server.DisposeAsync();
        _server = null;
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
