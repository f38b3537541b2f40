using Microsoft.Extensions.Logging.Abstractions;
using TopGun.Core.Partitions;
using TopGun.Server.Storage;
using TopGun.Server.Storage.Postgres;
using static TopGun.Server.Tests.Storage.Commits;

namespace TopGun.Server.Tests.Storage.Postgres;

/// <summary>A server that was taken for dead, and lives, writes nothing any more.</summary>
public sealed class PostgresFenceTests(SharedPostgres postgres) : IAsyncLifetime
{
    private const string Map = "todos";

    // It stands still, so the first server does not renew its lease: as if it were paused.
    private readonly ManualTimers _paused = new();
    private PostgresStore? _first;
    private PostgresStore? _second;

    private PostgresStore First => _first!;

    private PostgresStore Second => _second!;

    public async ValueTask InitializeAsync()
    {
        var server = await postgres.GetAsync();
        var address = server.AddressOf(await server.CreateDatabaseAsync());
        _first = await OpenAsync(address, _paused);
        await TakeAsync(First, Epoch);
        await First.CommitAsync(Write(Map, 0, "mine", "a"), default);
        // It waits for the end of the first one's lease, and sees no sign of life.
        _second = await OpenAsync(address, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        if (_second is not null) await _second.DisposeAsync();
        if (_first is not null) await _first.DisposeAsync();
    }

    [Fact, Trait("Invariant", "INV-STO-3")]
    public async Task It_commits_nothing_although_nobody_has_taken_its_partition_yet()
    {
        await Assert.ThrowsAsync<DeposedOwnerException>(() => First.CommitAsync(Write(Map, 1, "late", "a"), default).AsTask());
        await Assert.ThrowsAsync<DeposedOwnerException>(() => First.CommitAsync(Empty(Map, 1) with { Writers = [Results(Map, 0, 1)] }, default).AsTask());

        Assert.Equal(1, (await TakeAsync(Second, Epoch + 1)).Head);
        Assert.Equal(["a@1=mine"], Show(await Second.LoadAsync(Map, default)));
    }

    [Fact, Trait("Invariant", "INV-STO-3")]
    public async Task It_takes_no_partition_and_so_deposes_nobody()
    {
        await TakeAsync(Second, Epoch + 1);

        await Assert.ThrowsAsync<DeposedOwnerException>(() => TakeAsync(First, Epoch + 2));
        await Assert.ThrowsAsync<DeposedOwnerException>(() => First.TakeAsync(PartitionId.Of("other"), Epoch + 2, default).AsTask());

        await Second.CommitAsync(Write(Map, 1, "theirs", "a") with { Epoch = Epoch + 1 }, default);
    }

    [Fact]
    public async Task It_learns_who_has_the_database_and_ends()
    {
        _paused.Fire();

        var failure = await First.Failure;
        Assert.Contains("Another server has taken postgresql://admin@", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"process {Environment.ProcessId}", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreFailedException>(() => First.CommitAsync(Write(Map, 1, "late", "a"), default).AsTask());
        await Assert.ThrowsAsync<StoreFailedException>(() => First.BindNodeAsync("n", "ann", default).AsTask());
    }

    private static Task<StoredPartition> TakeAsync(PostgresStore store, ulong epoch) => store.TakeAsync(PartitionId.Of(Map), epoch, default).AsTask();

    private static Task<PostgresStore> OpenAsync(string address, TimeProvider time)
        => PostgresStore.OpenAsync(new PostgresStoreOptions { Address = address, Lease = TimeSpan.FromSeconds(1) }, time, NullLogger<PostgresStore>.Instance);
}
