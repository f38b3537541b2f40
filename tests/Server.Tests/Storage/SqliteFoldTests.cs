using TopGun.Core.Partitions;
using TopGun.Server.Storage.Sqlite;
using static TopGun.Server.Tests.Storage.Commits;

namespace TopGun.Server.Tests.Storage;

/// <summary>When the log is folded, and what that leaves in the file.</summary>
public sealed class SqliteFoldTests : IDisposable
{
    private readonly DataDirectory _directory = new();
    private readonly ManualTimers _time = new();
    private readonly EventLog<SqliteStore> _log = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_log_is_folded_when_its_time_comes()
    {
        await using var store = await OpenAsync(foldAtBytes: 1 << 30);
        await store.CommitAsync(History.Commit(1), CancellationToken.None);
        Assert.Equal(1, Count("log"));

        _time.Fire();
        await _log.WhenLogged("Folded");

        Assert.Equal((0, 3, 1), (Count("log"), Count("records"), Count("writers")));
        History.AssertIs(1, await store.LoadAsync(History.Map, CancellationToken.None));
    }

    [Fact]
    public async Task The_log_is_folded_when_it_is_long()
    {
        await using var store = await OpenAsync(foldAtBytes: 1);
        await store.CommitAsync(History.Commit(1), CancellationToken.None);

        await _log.WhenLogged("Folded");

        History.AssertIs(1, await store.LoadAsync(History.Map, CancellationToken.None));
    }

    [Fact]
    public async Task Outcomes_of_keyed_writes_are_forgotten_a_day_after_newer_ones()
    {
        await using var store = await OpenAsync(foldAtBytes: 1 << 30);
        var day = Core.Calls.IdempotencyKey.KeepMs;
        await store.TakeAsync(PartitionId.Of("todos"), Epoch, CancellationToken.None);
        foreach (var (key, atMs) in new[] { ("first", 1_000L), ("second", 1_000 + day), ("third", 1_001 + day) })
        {
            var keyed = new Core.Calls.KeyedOutcome("todos", "alice", new(key, new byte[32]), atMs, new(Core.Sync.OpResultCode.Applied, 1));
            await store.CommitAsync(Empty("todos", 0) with { Keyed = [keyed] }, CancellationToken.None);
            await store.FoldAsync();
            if (key != "third") Assert.NotEmpty(await store.FindKeyedAsync("todos", "alice", ["first"], CancellationToken.None));
        }

        Assert.Empty(await store.FindKeyedAsync("todos", "alice", ["first"], CancellationToken.None));
        Assert.Equal(2, Count("keyed"));
    }

    [Fact]
    public async Task Nothing_is_folded_when_nothing_was_committed()
    {
        await using var store = await OpenAsync(foldAtBytes: 1 << 30);
        _time.Fire();
        await store.CommitAsync(History.Commit(1), CancellationToken.None);

        Assert.Equal(1, Count("log"));
        Assert.False(_log.IsLogged("Folded"));
    }

    [Fact]
    public async Task What_the_last_process_left_in_the_log_is_folded_too()
    {
        await using (var store = await OpenAsync(foldAtBytes: 1 << 30))
        {
            await store.CommitAsync(History.Commit(1), CancellationToken.None);
            await FileSnapshot.TakeAsync(_directory.File(), _directory.File("crashed.db"));
        }

        await using var reopened = await OpenAsync(foldAtBytes: 1 << 30, "crashed.db");
        History.AssertIs(1, await reopened.LoadAsync(History.Map, CancellationToken.None));
        await reopened.CommitAsync(History.Commit(2), CancellationToken.None);
        await reopened.FoldAsync();

        Assert.Equal(0, Count("log", "crashed.db"));
        History.AssertIs(2, await reopened.LoadAsync(History.Map, CancellationToken.None));
    }

    [Fact]
    public async Task A_group_is_split_only_when_it_failed()
    {
        await using var store = await OpenAsync(foldAtBytes: 1 << 30);
        await Task.WhenAll(Enumerable.Range(1, 100).Select(version => store.CommitAsync(History.Commit(version), CancellationToken.None).AsTask()));

        Assert.False(_log.IsLogged("GroupSplit"));
        Assert.Equal(100, Count("log"));
    }

    private long Count(string table, string name = "data.db")
    {
        using var reader = SqliteDatabase.OpenReader(_directory.File(name));
        return reader.ReadInt64($"SELECT count(*) FROM {table}");
    }

    private async Task<SqliteStore> OpenAsync(int foldAtBytes, string name = "data.db")
    {
        var store = await SqliteStore.OpenAsync(new SqliteStoreOptions { Path = _directory.File(name), FoldAtBytes = foldAtBytes }, _time, _log);
        await store.TakeAsync(PartitionId.Of(History.Map), Epoch, CancellationToken.None);
        return store;
    }
}
