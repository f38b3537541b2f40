using Microsoft.Extensions.Logging.Abstractions;
using TopGun.Core.Partitions;
using TopGun.Server.Storage;
using TopGun.Server.Storage.Postgres;
using static TopGun.Server.Tests.Storage.Commits;

namespace TopGun.Server.Tests.Storage.Postgres;

/// <summary>Behind a pooler that lends another session to each transaction, all is the same.</summary>
public sealed class PgBouncerTests(SharedPostgres postgres)
{
    [Fact]
    public async Task A_pooler_is_noticed_so_that_nothing_is_prepared()
    {
        var server = await postgres.GetAsync();
        await using var bouncer = await StartAsync(server);
        var database = await server.CreateDatabaseAsync();

        Assert.True(await IsPooledAsync(bouncer.AddressOf(database)));
        Assert.False(await IsPooledAsync(server.AddressOf(database)));
    }

    [Fact, Trait("Invariant", "INV-STO-1")]
    public async Task Many_partitions_commit_at_once_over_two_sessions_and_nothing_is_lost()
    {
        const int Commits = 20;
        var server = await postgres.GetAsync();
        await using var bouncer = await StartAsync(server);
        var address = bouncer.AddressOf(await server.CreateDatabaseAsync());
        string[] maps = [.. Enumerable.Range(0, 16).Select(number => $"map{number}").DistinctBy(PartitionId.Of)];
        await using (var store = await OpenAsync(address))
        {
            await Task.WhenAll(maps.Select(map => Task.Run(async () =>
            {
                await store.TakeAsync(PartitionId.Of(map), Epoch, default);
                for (var head = 0L; head < Commits; head++)
                {
                    await store.CommitAsync(Write(map, head, $"{map}/{head}", $"k{head}", "last") with { Writers = [Results(map, head, head + 1)] }, default);
                    if (head % 5 == 0) Assert.Equal(head + 2, (await store.LoadAsync(map, default)).Records.Count);
                }
            })));
            await Assert.ThrowsAsync<DeposedOwnerException>(() => store.CommitAsync(Write(maps[0], 1, "late", "k"), default).AsTask());
            await Assert.ThrowsAsync<StoreOpenException>(() => OpenAsync(address));
        }

        await using var reopened = await OpenAsync(address);
        foreach (var map in maps)
        {
            Assert.Equal(Commits, (await reopened.TakeAsync(PartitionId.Of(map), Epoch + 1, default)).Head);
            var stored = await reopened.LoadAsync(map, default);
            Assert.Contains($"last@{Commits}={map}/{Commits - 1}", Show(stored));
            Assert.Equal([ResultOf(Commits)], Assert.Single(stored.Writers).Results);
        }
    }

    private static async Task<bool> IsPooledAsync(string address)
    {
        await using var database = await PostgresDatabase.OpenAsync(PostgresAddress.Parse(address), TimeSpan.FromSeconds(5), TimeProvider.System, NullLogger.Instance, default);
        return database.IsPooled;
    }

    private static Task<PgBouncer> StartAsync(PostgresServer server)
    {
        Assert.SkipUnless(PgBouncer.IsInstalled, PgBouncer.Missing);
        return PgBouncer.StartAsync(server, sessions: 2);
    }

    private static Task<PostgresStore> OpenAsync(string address)
        => PostgresStore.OpenAsync(new PostgresStoreOptions { Address = address }, TimeProvider.System, NullLogger<PostgresStore>.Instance);
}
