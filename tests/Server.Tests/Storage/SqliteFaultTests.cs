using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using TopGun.Core.Partitions;
using TopGun.Server.Storage;
using TopGun.Server.Storage.Sqlite;
using static TopGun.Server.Tests.Storage.Commits;

namespace TopGun.Server.Tests.Storage;

/// <summary>What the embedded store does when the disk, the file or a commit is at fault.</summary>
public sealed class SqliteFaultTests : IAsyncLifetime
{
    private const string Map = "todos";

    private readonly DataDirectory _directory = new();
    private readonly EventLog<SqliteStore> _log = new();
    private SqliteStore? _store;

    private SqliteStore Store => _store!;

    public async ValueTask InitializeAsync()
    {
        await OpenAsync();
        await TakeAsync(Map);
        await CommitAsync(Write(Map, 0, "before", "a"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_commit_that_is_too_large_does_not_fail_those_beside_it()
    {
        string[] maps = [.. Enumerable.Range(0, 20).Select(number => $"map{number}").Where(map => PartitionId.Of(map) != PartitionId.Of(Map)).DistinctBy(PartitionId.Of)];
        foreach (var map in maps) await TakeAsync(map);

        Task[] good;
        Task poison;
        // While another program writes they gather, to be written as one group.
        using (var other = SqliteDatabase.OpenWriter(_directory.File()))
        {
            other.Execute("BEGIN IMMEDIATE");
            good = [.. maps.Take(10).Select(map => CommitAsync(Write(map, 0, "x", "a")))];
            poison = CommitAsync(Write(Map, 1, new string('p', 2 << 20), "poison"));
            good = [.. good, .. maps.Skip(10).Select(map => CommitAsync(Write(map, 0, "x", "a")))];
            other.Execute("ROLLBACK");
        }

        await Task.WhenAll(good);
        await Assert.ThrowsAsync<StoreRefusedException>(() => poison);
        Assert.True(_log.IsLogged("GroupSplit"));
        foreach (var map in maps) Assert.Equal(["a@1=x"], Show(await LoadAsync(map)));
        await CommitAsync(Write(Map, 1, "after", "a"));
    }

    [Fact]
    public async Task Text_that_is_not_unicode_is_refused()
    {
        await Assert.ThrowsAsync<StoreRefusedException>(() => CommitAsync(Write(Map, 1, "x", "lone \uD800 surrogate")));
        await CommitAsync(Write(Map, 1, "after", "a"));
    }

    [Fact]
    public async Task A_file_that_another_program_keeps_locked_is_unavailable()
    {
        using (var other = SqliteDatabase.OpenWriter(_directory.File()))
        {
            other.Execute("BEGIN IMMEDIATE");
            var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => CommitAsync(Write(Map, 1, "x", "a")));
            Assert.Contains("no other program holds the file", error.Message, StringComparison.Ordinal);
            other.Execute("ROLLBACK");
        }

        await CommitAsync(Write(Map, 1, "after", "a"));
        Assert.False(Store.Failure.IsCompleted);
    }

    [Fact]
    public async Task A_full_disk_is_unavailable_until_there_is_space()
    {
        using var disk = SmallDisk.TryMount(_directory.File("disk"), megabytes: 4);
        Assert.SkipWhen(disk is null, "Needs the right to mount a small file system.");
        var options = new SqliteStoreOptions { Path = disk.File("data.db") };
        var map = PartitionId.Of(Map);
        await using (var store = await SqliteStore.OpenAsync(options, new ManualTimers(), NullLogger<SqliteStore>.Instance))
        {
            await store.TakeAsync(map, Epoch, default);
            await store.CommitAsync(Write(Map, 0, "before", "a"), default);
            // To the last byte: what is left would take the first pages of a commit.
            disk.Fill("ballast");
            var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.CommitAsync(Write(Map, 1, new string('x', 1 << 20), "lost", "b"), default).AsTask());
            Assert.Contains(options.Path, error.Message, StringComparison.Ordinal);
            Assert.Contains("check the disk's space", error.Message, StringComparison.Ordinal);
            Assert.False(store.Failure.IsCompleted);

            File.Delete(disk.File("ballast"));
            Assert.Equal(1, (await store.TakeAsync(map, Epoch, default)).Head);
            await store.CommitAsync(Write(Map, 1, "after", "a"), default);
            await store.FoldAsync();
        }

        await using var reopened = await SqliteStore.OpenAsync(options, new ManualTimers(), NullLogger<SqliteStore>.Instance);
        Assert.Equal(["a@2=after"], Show(await reopened.LoadAsync(Map, default)));
    }

    [Fact]
    public async Task A_disk_that_fills_up_while_it_folds_loses_nothing()
    {
        const int Large = 20_000;
        using var disk = SmallDisk.TryMount(_directory.File("disk"), megabytes: 4);
        Assert.SkipWhen(disk is null, "Needs the right to mount a small file system.");
        var options = new SqliteStoreOptions { Path = disk.File("data.db"), FoldAtBytes = 200_000, FoldInterval = TimeSpan.FromMilliseconds(100) };
        var ballast = disk.File("ballast");
        await File.WriteAllBytesAsync(ballast, new byte[1 << 20]);

        var committed = 0;
        await using (var store = await SqliteStore.OpenAsync(options, TimeProvider.System, NullLogger<SqliteStore>.Instance))
        {
            await store.TakeAsync(PartitionId.Of(Map), Epoch, CancellationToken.None);
            await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            {
                for (; ; committed++) await store.CommitAsync(Write(Map, committed, new string('v', Large), $"k{committed}"), CancellationToken.None);
            });
            Assert.True(committed > 10);
            Assert.False(store.Failure.IsCompleted);

            File.Delete(ballast);
            Assert.Equal(committed, (await store.TakeAsync(PartitionId.Of(Map), Epoch, CancellationToken.None)).Head);
            await store.CommitAsync(Write(Map, committed++, "after", "k"), CancellationToken.None);
        }

        await using var reopened = await SqliteStore.OpenAsync(options, TimeProvider.System, NullLogger<SqliteStore>.Instance);
        Assert.Equal(committed, (await reopened.LoadAsync(Map, CancellationToken.None)).Records.Count);
    }

    [Fact, Trait("Invariant", "INV-STO-1")]
    public async Task A_failed_fsync_ends_all_writes_of_the_process()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs a device that takes writes and fails at fsync.");
        // A fold lowers how hard SQLite syncs, and the commit after it syncs anyhow, to begin SQLite's log anew: so the second one is looked at.
        await Store.FoldAsync();
        await CommitAsync(Write(Map, 1, "before", "a"));
        using (new FileDescriptors(_directory.File() + "-wal", "/dev/null"))
            await Assert.ThrowsAsync<StoreFailedException>(() => CommitAsync(Write(Map, 2, "in doubt", "b")));

        var failure = await Store.Failure;
        Assert.Contains(_directory.File(), failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreFailedException>(() => CommitAsync(Write(Map, 2, "x", "a")));
        await Assert.ThrowsAsync<StoreFailedException>(() => TakeAsync(Map));
        await Assert.ThrowsAsync<StoreFailedException>(() => Store.BindNodeAsync("n", "alice", CancellationToken.None).AsTask());
        Assert.Equal(["a@2=before"], Show(await LoadAsync(Map)));

        await ReopenAsync();
        await TakeAsync(Map);
        Assert.Contains("a@2=before", Show(await LoadAsync(Map)));
    }

    [Fact]
    public async Task A_flipped_byte_in_a_record_is_found_and_named()
    {
        await CommitAsync(Write("healthy", 0, "x", "a") with { Partition = PartitionId.Of(Map), ExpectedHead = 1, NewHead = 2, Records = [new("healthy", "a", 2, Bytes("fine"))] });
        await FlipAsync(Bytes("before"));

        var error = await Assert.ThrowsAsync<StoreCorruptException>(() => LoadAsync(Map));

        Assert.Contains("Record a of map todos", error.Message, StringComparison.Ordinal);
        Assert.Equal(["a@2=fine"], Show(await LoadAsync("healthy")));
    }

    [Fact]
    public async Task A_flipped_byte_in_the_row_of_a_writer_is_found()
    {
        await CommitAsync(Empty(Map, 1) with { Writers = [Results(Map, 0, 1, 2, 3)] });
        await FlipAsync(Encoding.UTF8.GetBytes("reason ñ 3"));

        var error = await Assert.ThrowsAsync<StoreCorruptException>(() => LoadAsync(Map));

        Assert.Contains("a writer of map todos", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_store_takes_nothing()
    {
        await Store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => CommitAsync(Write(Map, 1, "x", "a")));
    }

    [Fact]
    public async Task A_closed_store_leaves_one_file_and_its_lock()
    {
        await Store.DisposeAsync();

        Assert.Equal(["data.db", "data.db.lock"], Directory.GetFiles(Path.GetDirectoryName(_directory.File())!).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Who_stops_waiting_does_not_stop_the_commit()
    {
        using var impatience = new CancellationTokenSource();
        using var other = SqliteDatabase.OpenWriter(_directory.File());
        other.Execute("BEGIN IMMEDIATE");
        var commit = Store.CommitAsync(Write(Map, 1, "x", "a"), impatience.Token).AsTask();
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => commit);
        other.Execute("ROLLBACK");

        Assert.Equal(2, (await TakeAsync(Map)).Head);
    }

    private async Task FlipAsync(byte[] content)
    {
        await Store.DisposeAsync();
        var file = await File.ReadAllBytesAsync(_directory.File());
        // Everywhere: pages that the log has given back still hold old copies.
        var flipped = 0;
        for (var at = 0; file.AsSpan(at).IndexOf(content) is >= 0 and var next; flipped++) file[(at += next) + 1] ^= 1;
        Assert.True(flipped > 0);
        await File.WriteAllBytesAsync(_directory.File(), file);
        await OpenAsync();
    }

    private async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        await OpenAsync();
    }

    private async Task OpenAsync() => _store = await SqliteStore.OpenAsync(
        new SqliteStoreOptions { Path = _directory.File(), MaxCommitBytes = 1 << 20 }, new ManualTimers(), _log);

    private Task<StoredPartition> TakeAsync(string map) => Store.TakeAsync(PartitionId.Of(map), Epoch, CancellationToken.None).AsTask();

    private Task CommitAsync(PartitionCommit commit) => Store.CommitAsync(commit, CancellationToken.None).AsTask();

    private Task<StoredMap> LoadAsync(string map) => Store.LoadAsync(map, CancellationToken.None).AsTask();
}
