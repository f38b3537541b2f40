using Microsoft.Extensions.Logging.Abstractions;
using TopGun.Server.Storage;
using TopGun.Server.Storage.Postgres;

namespace TopGun.Server.Tests.Storage.Postgres;

/// <summary>The store on PostgreSQL keeps what every store promises.</summary>
public sealed class PostgresStoreTests(SharedPostgres postgres) : KeyedContract
{
    private string _address = "";

    public override async ValueTask InitializeAsync()
    {
        var server = await postgres.GetAsync();
        _address = server.AddressOf(await server.CreateDatabaseAsync());
        await base.InitializeAsync();
    }

    protected override async Task<IStore> OpenAsync()
        => await PostgresStore.OpenAsync(new PostgresStoreOptions { Address = _address }, TimeProvider.System, NullLogger<PostgresStore>.Instance);

    // A commit writes into the tables at once.
    protected override Task FoldAsync() => Task.CompletedTask;
}
