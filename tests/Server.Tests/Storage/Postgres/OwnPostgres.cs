namespace TopGun.Server.Tests.Storage.Postgres;

/// <summary>A PostgreSQL that belongs to one class of tests, which may stop it.</summary>
public sealed class OwnPostgres : IAsyncDisposable
{
    private PostgresServer? _server;

    /// <summary>The server, running; the test is skipped where there is none to be had.</summary>
    public async Task<PostgresServer> GetAsync()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.Missing);
        _server ??= await PostgresServer.StartAsync();
        await _server.StartAgainAsync();
        return _server;
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
