using Microsoft.Extensions.Logging.Abstractions;
using TopGun.Core.Partitions;
using TopGun.Server.Storage.Sqlite;
using static TopGun.Server.Tests.Storage.Commits;

namespace TopGun.Server.Tests.Storage;

/// <summary>A crash at any moment leaves every acknowledged commit whole, and no other in part.</summary>
public sealed class SqliteCrashTests : IDisposable
{
    private const int WalHeaderBytes = 32;
    private const int WalFrameBytes = 24 + 4_096;

    private readonly DataDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact, Trait("Invariant", "INV-STO-1")]
    public async Task A_copy_of_the_files_taken_while_it_writes_has_every_acknowledged_commit()
    {
        const int Copies = 12;
        var acknowledged = 0L;
        var isDone = false;
        await using var store = await OpenAsync("data.db", foldAtBytes: 20_000);
        var writing = Task.Run(async () =>
        {
            for (var version = 1L; !Volatile.Read(ref isDone); version++)
            {
                await store.CommitAsync(History.Commit(version), CancellationToken.None);
                Volatile.Write(ref acknowledged, version);
            }
        });

        for (var copy = 0; copy < Copies; copy++)
        {
            var before = Volatile.Read(ref acknowledged);
            await FileSnapshot.TakeAsync(_directory.File(), _directory.File($"copy{copy}.db"));
            Assert.True(await ReadAsync($"copy{copy}.db") >= before);
        }

        Volatile.Write(ref isDone, true);
        await writing;
    }

    [Fact, Trait("Invariant", "INV-STO-2"), Trait("Invariant", "INV-STO-5")]
    public async Task Cut_off_after_any_page_that_was_written_it_holds_whole_commits_only()
    {
        const int Versions = 30;
        // Each commit is folded when it can be, so the cuts fall before, in and after folds and trims.
        await using (var store = await OpenAsync("data.db", foldAtBytes: 1))
        {
            for (var version = 1L; version <= Versions; version++) await store.CommitAsync(History.Commit(version), CancellationToken.None);
            await FileSnapshot.TakeAsync(_directory.File(), _directory.File("whole.db"));
        }

        var data = await FileSnapshot.ReadAsync(_directory.File("whole.db"));
        var log = await FileSnapshot.ReadAsync(_directory.File("whole.db-wal"));
        var frames = (log.Length - WalHeaderBytes) / WalFrameBytes;
        var last = 0L;
        for (var frame = 0; frame <= frames; frame++)
        {
            await File.WriteAllBytesAsync(_directory.File("cut.db"), data);
            // Some cuts go through a page.
            var torn = frame < frames ? frame % 3 * 1_000 : 0;
            await File.WriteAllBytesAsync(_directory.File("cut.db-wal"), log.AsMemory(0, WalHeaderBytes + (frame * WalFrameBytes) + torn));
            var version = await ReadAsync("cut.db");
            Assert.True(version >= last, $"Frame {frame} took version {last} back to {version}.");
            last = version;
        }

        Assert.Equal(Versions, last);
    }

    [Fact, Trait("Invariant", "INV-STO-5")]
    public async Task Loads_while_it_folds_see_whole_commits_that_only_grow()
    {
        var isDone = false;
        await using var store = await OpenAsync("data.db", foldAtBytes: 5_000);
        var writing = Task.Run(async () =>
        {
            for (var version = 1L; !Volatile.Read(ref isDone); version++) await store.CommitAsync(History.Commit(version), CancellationToken.None);
        });

        var last = 0L;
        for (var load = 0; load < 150; load++)
        {
            var map = await store.LoadAsync(History.Map, CancellationToken.None);
            var version = map.Records.Count == 0 ? 0 : map.Records[^1].Version;
            History.AssertIs(version, map);
            Assert.True(version >= last);
            last = version;
        }

        Volatile.Write(ref isDone, true);
        await writing;
    }

    // Opens a copy, folds all of it too, and checks it whole both times.
    private async Task<long> ReadAsync(string name)
    {
        await using var copy = await OpenAsync(name, foldAtBytes: 1 << 30);
        var version = (await copy.TakeAsync(PartitionId.Of(History.Map), Epoch, CancellationToken.None)).Head;
        History.AssertIs(version, await copy.LoadAsync(History.Map, CancellationToken.None));
        await copy.FoldAsync();
        History.AssertIs(version, await copy.LoadAsync(History.Map, CancellationToken.None));
        return version;
    }

    private async Task<SqliteStore> OpenAsync(string name, int foldAtBytes)
    {
        var store = await SqliteStore.OpenAsync(
            new SqliteStoreOptions { Path = _directory.File(name), FoldAtBytes = foldAtBytes, FoldInterval = TimeSpan.FromHours(1) }, TimeProvider.System, NullLogger<SqliteStore>.Instance);
        await store.TakeAsync(PartitionId.Of(History.Map), Epoch, CancellationToken.None);
        return store;
    }
}
