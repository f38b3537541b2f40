using TopGun.Server.Tests.Storage.Postgres;

[assembly: AssemblyFixture(typeof(SharedPostgres))]

namespace TopGun.Server.Tests.Storage.Postgres;

/// <summary>One PostgreSQL for the tests of this project, started by the first that needs it. Each test has a database of its own.</summary>
public sealed class SharedPostgres : IAsyncDisposable
{
    private readonly Lazy<Task<PostgresServer>> _server = new(() => PostgresServer.StartAsync(isDurable: false, "ssl=on"));

    /// <summary>The server; the test is skipped where there is none to be had.</summary>
    public Task<PostgresServer> GetAsync()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.Missing);
        return _server.Value;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated) await (await _server.Value).DisposeAsync();
    }
}
