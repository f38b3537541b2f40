using Microsoft.Extensions.Logging.Abstractions;
using TopGun.Core.Calls;
using TopGun.Core.Partitions;
using TopGun.Core.Sync;
using TopGun.Server.Storage;
using TopGun.Server.Storage.Backups;
using TopGun.Server.Storage.Postgres;
using TopGun.Server.Storage.Sqlite;
using TopGun.Server.Tests.Storage.Postgres;
using static TopGun.Server.Tests.Storage.Commits;

namespace TopGun.Server.Tests.Storage.Backups;

/// <summary>A backup holds one moment of a store, and makes the same store of it, of either kind; a damaged one is never taken for a whole one.</summary>
public sealed class BackupTests(SharedPostgres postgres) : IDisposable
{
    private const long Noon = 1_700_000_000_000;
    private const string Calls = "calls";

    private readonly DataDirectory _directory = new();
    private int _stores;

    public void Dispose() => _directory.Dispose();

    [Theory, Trait("Invariant", "INV-STO-6")]
    [InlineData("sqlite", "sqlite")]
    [InlineData("sqlite", "postgres")]
    [InlineData("postgres", "sqlite")]
    [InlineData("postgres", "postgres")]
    public async Task What_is_restored_is_what_was_backed_up_in_a_store_of_either_kind(string from, string to)
    {
        const long Version = 40;
        var place = await PlaceAsync(from);
        StoredPartition before;
        await using (var store = await OpenAsync(place))
        {
            await FillAsync(store, Version);
            before = await TakeAsync(store, History.Map, Epoch + 1);
            // With a server on it, and with some of it folded and some not.
            await StoreBackup.WriteAsync(place, _directory.File("backup"), TimeProvider.System, default);
        }

        var restored = await PlaceAsync(to);
        var summary = await StoreRestore.RunAsync(_directory.File("backup"), restored, default);

        Assert.Equal((2, 1), (summary.Maps, summary.Nodes));
        await using var copy = await OpenAsync(restored);
        History.AssertIs(Version, await copy.LoadAsync(History.Map, default));
        var after = await TakeAsync(copy, History.Map, Epoch + 2);
        Assert.Equal((before.Head, before.ClockHighWater), (after.Head, after.ClockHighWater));
        Assert.Equal(before.Epochs, after.Epochs);
        Assert.Equal(before.Marks, after.Marks);
        var calls = await copy.LoadAsync(Calls, default);
        Assert.Equal(new MapHorizon(1, Clock), calls.Horizon);
        Assert.Equal(Core.Maps.MapType.PnCounter, calls.Type);
        Assert.Equal(5_000, calls.Records[^1].ExpiresAtMs);
        Assert.Equal("key", Assert.Single(await copy.FindKeyedAsync(Calls, "ann", ["key"], default)).Write.Key);
        Assert.Equal("ann", await copy.BindNodeAsync("phone", "bob", default));

        // Who had the partition before has no part in it now; the next owner goes on where it was.
        await Assert.ThrowsAsync<DeposedOwnerException>(() => copy.CommitAsync(History.Commit(Version + 1), default).AsTask());
        await copy.CommitAsync(History.Commit(Version + 1) with { Epoch = Epoch + 2 }, default);
        History.AssertIs(Version + 1, await copy.LoadAsync(History.Map, default));
    }

    [Theory, Trait("Invariant", "INV-STO-6")]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_backup_under_commits_is_one_moment(string kind)
    {
        var place = await PlaceAsync(kind);
        await using var store = await OpenAsync(place);
        await TakeAsync(store, History.Map, Epoch);
        using var ending = new CancellationTokenSource();
        var head = 0L;
        var writing = Task.Run(async () =>
        {
            for (; !ending.IsCancellationRequested; Volatile.Write(ref head, head + 1)) await store.CommitAsync(History.Commit(head + 1), default);
        });
        for (var i = 0; i < 3; i++)
        {
            var least = Volatile.Read(ref head) + 10;
            while (Volatile.Read(ref head) < least) await Task.Delay(1);
            await StoreBackup.WriteAsync(place, _directory.File($"backup{i}"), TimeProvider.System, default);
        }

        await ending.CancelAsync();
        await writing;
        for (var i = 0; i < 3; i++)
        {
            var restored = await PlaceAsync("sqlite");
            await StoreRestore.RunAsync(_directory.File($"backup{i}"), restored, default);
            await using var copy = await OpenAsync(restored);
            var version = (await TakeAsync(copy, History.Map, Epoch + 1)).Head;
            Assert.InRange(version, 10 * (i + 1), head);
            History.AssertIs(version, await copy.LoadAsync(History.Map, default));
        }
    }

    [Fact, Trait("Invariant", "INV-STO-6")]
    public async Task A_backup_with_any_bit_flipped_or_any_end_missing_is_refused()
    {
        var place = await PlaceAsync("sqlite");
        await using (var store = await OpenAsync(place)) await FillAsync(store, 3);
        await StoreBackup.WriteAsync(place, _directory.File("backup"), TimeProvider.System, default);
        var whole = await File.ReadAllBytesAsync(_directory.File("backup"));
        var random = new Random(1);
        for (var at = 0; at < whole.Length; at++)
        {
            var damaged = whole.ToArray();
            damaged[at] ^= (byte)(1 << random.Next(8));
            await AssertRefusedAsync(damaged);
            await AssertRefusedAsync(whole[..at]);
        }

        async Task AssertRefusedAsync(byte[] bytes)
        {
            await File.WriteAllBytesAsync(_directory.File("damaged"), bytes);
            var error = await Assert.ThrowsAsync<BackupException>(() => StoreBackup.VerifyAsync(_directory.File("damaged"), default));
            Assert.Contains(_directory.File("damaged"), error.Message, StringComparison.Ordinal);
        }
    }

    [Fact, Trait("Invariant", "INV-STO-6")]
    public async Task A_backup_without_one_of_its_parts_is_refused()
    {
        var place = await PlaceAsync("sqlite");
        await using (var store = await OpenAsync(place)) await FillAsync(store, 3);
        await StoreBackup.WriteAsync(place, _directory.File("backup"), TimeProvider.System, default);
        var whole = await File.ReadAllBytesAsync(_directory.File("backup"));
        List<(int At, int Length)> parts = [];
        for (var at = 8; at < whole.Length; at += parts[^1].Length) parts.Add((at, 5 + BitConverter.ToInt32(whole, at + 1)));

        foreach (var (at, length) in parts.Skip(1))
        {
            await File.WriteAllBytesAsync(_directory.File("less"), [.. whole[..at], .. whole[(at + length)..]]);
            await Assert.ThrowsAsync<BackupException>(() => StoreBackup.VerifyAsync(_directory.File("less"), default));
        }
    }

    [Fact]
    public async Task Nothing_is_overwritten()
    {
        var place = await PlaceAsync("sqlite");
        await using (var store = await OpenAsync(place)) await FillAsync(store, 3);
        await StoreBackup.WriteAsync(place, _directory.File("backup"), TimeProvider.System, default);
        var database = await PlaceAsync("postgres");
        await StoreRestore.RunAsync(_directory.File("backup"), database, default);

        Assert.Contains("exists", (await Assert.ThrowsAsync<BackupException>(() => StoreBackup.WriteAsync(place, _directory.File("backup"), TimeProvider.System, default))).Message, StringComparison.Ordinal);
        Assert.Contains("exists", (await Assert.ThrowsAsync<StoreOpenException>(() => StoreRestore.RunAsync(_directory.File("backup"), place, default))).Message, StringComparison.Ordinal);
        Assert.Contains("holds data", (await Assert.ThrowsAsync<StoreOpenException>(() => StoreRestore.RunAsync(_directory.File("backup"), database, default))).Message, StringComparison.Ordinal);
        Assert.Empty((await StoreCheck.RunAsync(database, readsRecords: false, default)).Damages);
    }

    [Fact]
    public async Task A_damaged_backup_costs_an_empty_database_nothing()
    {
        var place = await PlaceAsync("sqlite");
        await using (var store = await OpenAsync(place)) await FillAsync(store, 3);
        await StoreBackup.WriteAsync(place, _directory.File("backup"), TimeProvider.System, default);
        var bytes = await File.ReadAllBytesAsync(_directory.File("backup"));
        bytes[^20] ^= 1;
        await File.WriteAllBytesAsync(_directory.File("damaged"), bytes);
        var database = await PlaceAsync("postgres");

        await Assert.ThrowsAsync<BackupException>(() => StoreRestore.RunAsync(_directory.File("damaged"), database, default));

        await StoreRestore.RunAsync(_directory.File("backup"), database, default);
    }

    [Fact]
    public async Task A_damaged_record_is_found_and_the_other_maps_are_read()
    {
        var place = await PlaceAsync("postgres");
        await using (var store = await OpenAsync(place)) await FillAsync(store, 3);
        Assert.Empty((await StoreCheck.RunAsync(place, readsRecords: false, default)).Damages);
        var server = await postgres.GetAsync();
        await server.RunAsync("UPDATE topgun.records SET bytes = set_byte(bytes, 0, get_byte(bytes, 0) # 1) WHERE key = 'hot'", place.Address!.Split('/')[^1].Split('?')[0]);

        var report = await StoreCheck.RunAsync(place, readsRecords: false, default);

        Assert.Contains("Record hot of map todos", Assert.Single(report.Damages), StringComparison.Ordinal);
        Assert.Equal(1, report.Summary.Maps);
        await Assert.ThrowsAsync<StoreCorruptException>(() => StoreBackup.WriteAsync(place, _directory.File("backup"), TimeProvider.System, default));
        Assert.False(File.Exists(_directory.File("backup")) || File.Exists(_directory.File("backup.part")));
    }

    private static async Task FillAsync(IStore store, long version)
    {
        await TakeAsync(store, History.Map, Epoch);
        for (var i = 1L; i <= version; i++)
        {
            await store.CommitAsync(History.Commit(i) with { Mark = new TimeMark(i, i, Clock) }, default);
            if (i == version / 2 && store is SqliteStore sqlite) await sqlite.FoldAsync();
        }

        await TakeAsync(store, Calls, Epoch);
        await store.CommitAsync(Empty(Calls, 0) with { NewHead = 1, Records = [new RecordChange(Calls, "gone", 1, [])] }, default);
        await store.CommitAsync(
            Empty(Calls, 1) with
            {
                NewHead = 2,
                Collected = [new MapCollection(Calls, new MapHorizon(1, Clock), ["gone"])],
                Types = [new MapTyping(Calls, Core.Maps.MapType.PnCounter)],
                Records = [new RecordChange(Calls, "called", 2, [], "ann", 5_000)],
                Keyed = [new KeyedOutcome(Calls, "ann", new KeyedWrite("key", new byte[32]), Noon, new CallOutcome(OpResultCode.Applied, 2))],
            },
            default);
        await store.BindNodeAsync("phone", "ann", default);
    }

    private static Task<StoredPartition> TakeAsync(IStore store, string map, ulong epoch) => store.TakeAsync(PartitionId.Of(map), epoch, default).AsTask();

    private async Task<StorePlace> PlaceAsync(string kind)
    {
        if (kind == "sqlite") return new StorePlace(_directory.File($"store{++_stores}.db"), null);
        var server = await postgres.GetAsync();
        return new StorePlace("", server.AddressOf(await server.CreateDatabaseAsync()));
    }

    private static async Task<IStore> OpenAsync(StorePlace place) => place.Address is { } address
        ? await PostgresStore.OpenAsync(new PostgresStoreOptions { Address = address }, TimeProvider.System, NullLogger<PostgresStore>.Instance)
        : await SqliteStore.OpenAsync(new SqliteStoreOptions { Path = place.DataFile }, TimeProvider.System, NullLogger<SqliteStore>.Instance);
}
