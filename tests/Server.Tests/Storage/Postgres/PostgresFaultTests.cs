using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using TopGun.Core.Partitions;
using TopGun.Server.Storage;
using TopGun.Server.Storage.Postgres;
using static TopGun.Server.Tests.Storage.Commits;

namespace TopGun.Server.Tests.Storage.Postgres;

/// <summary>What the store does when the database, the way to it, a disk or a commit is at fault.</summary>
public sealed class PostgresFaultTests(OwnPostgres postgres) : IClassFixture<OwnPostgres>, IAsyncLifetime
{
    private const string Map = "todos";

    private PostgresServer? _server;
    private string _database = "";
    private PostgresStore? _store;

    private PostgresServer Server => _server!;

    private PostgresStore Store => _store!;

    public async ValueTask InitializeAsync()
    {
        _server = await postgres.GetAsync();
        _database = await _server.CreateDatabaseAsync();
        _store = await OpenAsync(_database);
        await TakeAsync(Epoch);
        await CommitAsync(Write(Map, 0, "before", "a"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
    }

    [Fact, Trait("Invariant", "INV-STO-1"), Trait("Invariant", "INV-STO-2")]
    public async Task Connections_that_break_under_commits_lose_nothing_and_store_nothing_twice()
    {
        const int Commits = 200, LeastBroken = 10;
        var (epoch, head, broken) = (Epoch, 1L, 0);
        using var ending = new CancellationTokenSource();
        var breaking = Task.Run(async () =>
        {
            for (; !ending.IsCancellationRequested; await Task.Delay(5))
                await Server.RunAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{_database}'");
        });
        while (head < Commits || broken < LeastBroken)
        {
            try
            {
                await CommitAsync(Write(Map, head, $"v{head + 1}", $"k{head + 1}") with { Epoch = epoch });
                head++;
            }
            catch (StoreUnavailableException)
            {
                // In doubt: taken anew, it is there whole or not at all.
                broken++;
                var stored = await PersistAsync(() => TakeAsync(++epoch));
                Assert.InRange(stored.Head, head, head + 1);
                head = stored.Head;
            }
        }

        await ending.CancelAsync();
        await breaking;
        var map = await PersistAsync(LoadAsync);
        Assert.Equal(Enumerable.Range(2, (int)head - 1).Select(version => $"k{version}@{version}=v{version}").Prepend("a@1=before").Order(), Show(map).Order());
    }

    [Fact, Trait("Invariant", "INV-STO-3")]
    public async Task Taking_a_partition_waits_for_a_commit_in_doubt()
    {
        // As a server's side of a commit whose connection is lost: it still runs, and ends some time.
        await using var doubtful = new NpgsqlConnection($"Host={Server.Sockets};Port={Server.Port};Username={PostgresServer.Admin};Database={_database};Pooling=false");
        await doubtful.OpenAsync();
        await using var transaction = await doubtful.BeginTransactionAsync();
        await using (var advance = new NpgsqlCommand($"SELECT topgun.advance({PartitionId.Of(Map).Value}::smallint, {unchecked((long)Epoch)}, 1, 2, 0, 0, '\\x7e')", doubtful, transaction)) await advance.ExecuteNonQueryAsync();

        var taking = TakeAsync(Epoch + 1);
        while (await Server.AskAsync("SELECT count(*) FROM pg_locks WHERE NOT granted") is 0L) await Task.Delay(5);
        Assert.False(taking.IsCompleted);
        await transaction.CommitAsync();

        Assert.Equal(2, (await taking).Head);
    }

    [Fact]
    public async Task A_database_that_is_away_is_unavailable_and_goes_on_when_it_is_back()
    {
        await Server.StopAtOnceAsync();
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => CommitAsync(Write(Map, 1, "lost", "a")));
        Assert.Contains($"127.0.0.1:{Server.Port}", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreUnavailableException>(LoadAsync);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => TakeAsync(Epoch + 1));
        Assert.False(Store.Failure.IsCompleted);

        await Server.StartAgainAsync();

        Assert.Equal(1, (await PersistAsync(() => TakeAsync(Epoch + 1))).Head);
        await CommitAsync(Write(Map, 1, "after", "a") with { Epoch = Epoch + 1 });
        Assert.Equal(["a@2=after"], Show(await LoadAsync()));
    }

    [Fact]
    public async Task That_the_lease_is_not_renewed_is_told_at_once_then_once_a_minute_and_when_it_is_over()
    {
        const int Silent = 50;
        var (time, log) = (new ManualTimers(), new EventLog<PostgresStore>());
        var options = new PostgresStoreOptions { Address = Server.AddressOf(await Server.CreateDatabaseAsync()) };
        await using var store = await PostgresStore.OpenAsync(options, time, log);

        await Server.StopAtOnceAsync();
        await RenewUntilAsync(() => log.Of("LeaseNotRenewed").Count == 1);
        for (var i = 0; i < Silent; i++) await RenewAsync();
        Assert.Contains("tried 1 times", Assert.Single(log.Of("LeaseNotRenewed")));

        time.Elapsed += TimeSpan.FromSeconds(60);
        await RenewUntilAsync(() => log.Of("LeaseNotRenewed").Count == 2);
        // Not exactly as many: one that is asked for while another runs is left out.
        Assert.DoesNotContain("tried 2 times", log.Of("LeaseNotRenewed")[1]);
        Assert.Contains("Nothing takes connections at", log.Of("LeaseNotRenewed")[1]);
        Assert.False(log.IsLogged("LeaseRenewedAgain"));

        await Server.StartAgainAsync();
        await RenewUntilAsync(() => log.IsLogged("LeaseRenewedAgain"));
        await RenewAsync();
        Assert.Single(log.Of("LeaseRenewedAgain"));
        Assert.Equal(2, log.Of("LeaseNotRenewed").Count);

        async Task RenewAsync()
        {
            time.Fire();
            await Task.Delay(5);
        }

        async Task RenewUntilAsync(Func<bool> isSo)
        {
            var started = Stopwatch.GetTimestamp();
            while (!isSo())
            {
                Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60));
                await RenewAsync();
            }
        }
    }

    [Fact]
    public async Task A_start_waits_for_a_database_that_is_not_up_yet()
    {
        await Store.DisposeAsync();
        await Server.StopAsync();
        var log = new EventLog<PostgresStore>();

        var opening = PostgresStore.OpenAsync(new PostgresStoreOptions { Address = Server.AddressOf(_database), StartPatience = TimeSpan.FromMinutes(2) }, TimeProvider.System, log);
        await log.WhenLogged("DatabaseAwaited");
        await Server.StartAgainAsync();

        _store = await opening;
        Assert.Equal(["a@1=before"], Show(await LoadAsync()));
    }

    [Fact]
    public async Task A_full_disk_is_unavailable_until_there_is_space()
    {
        using var disk = SmallDisk.TryMount(Server.PathOf("disk"), megabytes: 24);
        Assert.SkipWhen(disk is null, "Needs the right to mount a small file system.");
        var ballast = disk.File("ballast");
        await File.WriteAllBytesAsync(ballast, new byte[4 << 20]);
        PostgresServer.GiveAway(Server.PathOf("disk"));
        await Server.RunAsync($"CREATE TABLESPACE small LOCATION '{Server.PathOf("disk")}'");
        await Server.RunAsync("CREATE DATABASE small TABLESPACE small");
        await using (var store = await OpenAsync("small"))
        {
            await store.TakeAsync(PartitionId.Of(Map), Epoch, default);
            var committed = 0;
            var error = await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            {
                for (; ; committed++) await store.CommitAsync(Write(Map, committed, "") with { Records = [new(Map, $"k{committed}", committed + 1, Noise(committed))] }, default);
            });
            Assert.Contains("no space left", error.Message, StringComparison.Ordinal);
            Assert.Contains("make space", error.Message, StringComparison.Ordinal);
            Assert.True(committed > 10);

            File.Delete(ballast);
            Assert.Equal(committed, (await store.TakeAsync(PartitionId.Of(Map), Epoch + 1, default)).Head);
            await store.CommitAsync(Write(Map, committed, "after", "last") with { Epoch = Epoch + 1 }, default);
            var map = await store.LoadAsync(Map, default);
            Assert.Equal(committed + 1, map.Records.Count);
            Assert.All(map.Records.Take(committed), record => Assert.True(record.Bytes.AsSpan().SequenceEqual(Noise((int)record.Version - 1))));
        }

        await Server.RunAsync("DROP DATABASE small WITH (FORCE)");
        await Server.RunAsync("DROP TABLESPACE small");
    }

    [Fact]
    public async Task What_the_database_does_not_take_is_refused_and_blocks_nothing()
    {
        // Longer than an index may hold, and too random to be made shorter.
        var key = Convert.ToHexString(Noise(1));
        await Assert.ThrowsAsync<StoreRefusedException>(() => CommitAsync(Write(Map, 1, "x", key)));
        await Assert.ThrowsAsync<StoreRefusedException>(() => CommitAsync(Write(Map, 1, "x", "lone \uD800 surrogate")));
        await Assert.ThrowsAsync<StoreRefusedException>(() => CommitAsync(Write(Map, 1, "x", "a") with { Records = [new("lone \uD800 map", "a", 2, [])] }));

        await CommitAsync(Write(Map, 1, "after", "a"));
    }

    [Theory]
    [InlineData("UPDATE topgun.records SET bytes = set_byte(bytes, 0, get_byte(bytes, 0) # 1)", "Record a of map todos")]
    [InlineData("UPDATE topgun.records SET version = version + 1", "Record a of map todos")]
    [InlineData("UPDATE topgun.records SET owner = 'bob'", "Record a of map todos")]
    [InlineData("UPDATE topgun.writers SET row = set_byte(row, 3, get_byte(row, 3) # 1)", "a writer of map todos")]
    [InlineData("UPDATE topgun.results SET row = set_byte(row, 9, get_byte(row, 9) # 1)", "a writer of map todos")]
    public async Task A_flipped_bit_is_found_and_named(string damage, string where)
    {
        await CommitAsync(Write("healthy", 0, "x") with { Partition = PartitionId.Of(Map), ExpectedHead = 1, NewHead = 2, Records = [new("healthy", "a", 2, Bytes("fine"))] });
        await CommitAsync(Empty(Map, 2) with { Writers = [Results(Map, 0, 1, 2, 3)] });
        await Server.RunAsync($"{damage} WHERE map = (SELECT id FROM topgun.maps WHERE name = 'todos')", _database);

        var error = await Assert.ThrowsAsync<StoreCorruptException>(LoadAsync);

        Assert.Contains(where, error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(["a@2=fine"], Show(await Store.LoadAsync("healthy", default)));
    }

    [Fact]
    public async Task Who_stops_waiting_does_not_stop_the_commit()
    {
        await using var blocking = new NpgsqlConnection($"Host={Server.Sockets};Port={Server.Port};Username={PostgresServer.Admin};Database={_database};Pooling=false");
        await blocking.OpenAsync();
        await using var transaction = await blocking.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("SELECT 1 FROM topgun.partitions FOR UPDATE", blocking, transaction)) await hold.ExecuteNonQueryAsync();
        using var impatience = new CancellationTokenSource();
        var commit = Store.CommitAsync(Write(Map, 1, "x", "a"), impatience.Token).AsTask();
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => commit);
        await transaction.CommitAsync();

        Assert.Equal(2, (await TakeAsync(Epoch + 1)).Head);
    }

    [Fact]
    public async Task A_closed_store_takes_nothing()
    {
        await Store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => CommitAsync(Write(Map, 1, "x", "a")));
    }

    private static byte[] Noise(int seed)
    {
        var bytes = new byte[20_000];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static async Task<T> PersistAsync<T>(Func<Task<T>> act)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await act();
            }
            catch (StoreUnavailableException) when (attempt < 200)
            {
                await Task.Delay(20);
            }
        }
    }

    private Task<PostgresStore> OpenAsync(string database)
        => PostgresStore.OpenAsync(new PostgresStoreOptions { Address = Server.AddressOf(database) }, TimeProvider.System, NullLogger<PostgresStore>.Instance);

    private Task<StoredPartition> TakeAsync(ulong epoch) => Store.TakeAsync(PartitionId.Of(Map), epoch, default).AsTask();

    private Task CommitAsync(PartitionCommit commit) => Store.CommitAsync(commit, default).AsTask();

    private Task<StoredMap> LoadAsync() => Store.LoadAsync(Map, default).AsTask();
}
