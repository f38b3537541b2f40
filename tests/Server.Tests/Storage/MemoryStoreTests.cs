using TopGun.Server.Storage;

namespace TopGun.Server.Tests.Storage;

/// <summary>The store in memory keeps what every store promises; what "reopening" finds is the same object.</summary>
public sealed class MemoryStoreTests : KeyedContract
{
    private readonly MemoryStore _store = new();

    protected override Task<IStore> OpenAsync() => Task.FromResult<IStore>(_store);

    protected override Task FoldAsync() => Task.CompletedTask;
}
