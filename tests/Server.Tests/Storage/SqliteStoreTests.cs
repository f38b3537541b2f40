using Microsoft.Extensions.Logging.Abstractions;
using TopGun.Server.Storage;
using TopGun.Server.Storage.Sqlite;

namespace TopGun.Server.Tests.Storage;

/// <summary>The embedded store keeps what every store promises.</summary>
public sealed class SqliteStoreTests : KeyedContract
{
    private readonly DataDirectory _directory = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Dispose();
    }

    protected override async Task<IStore> OpenAsync()
        => await SqliteStore.OpenAsync(new SqliteStoreOptions { Path = _directory.File() }, TimeProvider.System, NullLogger<SqliteStore>.Instance);

    protected override Task FoldAsync() => ((SqliteStore)Store).FoldAsync();
}
