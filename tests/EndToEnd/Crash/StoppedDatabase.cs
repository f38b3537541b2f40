using TopGun.EndToEnd.Processes;
using TopGun.Server.Tests.Storage.Postgres;

namespace TopGun.EndToEnd.Crash;

/// <summary>A PostgreSQL that is stopped at once, as by a power failure, under a server that lives on.</summary>
internal sealed class StoppedDatabase(PostgresServer postgres, string data, string address) : IStormVictim
{
    private ServerProcess? _server;

    public async Task<ServerProcess> StartAsync()
    {
        await postgres.StartAgainAsync();
        return _server ??= await ServerProcess.StartWithAsync(data, ("TOPGUN_STORE", address));
    }

    public Task BreakAsync() => postgres.StopAtOnceAsync();

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
