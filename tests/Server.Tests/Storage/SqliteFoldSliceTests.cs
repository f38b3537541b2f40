using Microsoft.Extensions.Logging.Abstractions;
using TopGun.Core.Partitions;
using TopGun.Server.Storage.Sqlite;
using static TopGun.Server.Tests.Storage.Commits;

namespace TopGun.Server.Tests.Storage;

/// <summary>A fold that is stopped after each slice, as it never is for long in a server.</summary>
public sealed class SqliteFoldSliceTests : IDisposable
{
    private const int Folded = 60;

    private readonly DataDirectory _directory = new();
    private readonly StoreFile _file;
    private readonly LogTail _tail = new();
    private readonly GroupCommit _groupCommit;
    private long _version;

    public SqliteFoldSliceTests()
    {
        _file = StoreFile.Open(_directory.File());
        _groupCommit = new GroupCommit(_file, _tail, 1 << 20, NullLogger.Instance);
        _groupCommit.Run([new TakeRequest(PartitionId.Of(History.Map), Epoch)]);
    }

    public void Dispose()
    {
        _file.Dispose();
        _directory.Dispose();
    }

    [Fact, Trait("Invariant", "INV-STO-5")]
    public void A_load_between_slices_sees_no_step_of_the_fold()
    {
        using var reader = new MapReader(_file.Path);
        var slices = RunFold(() => History.AssertIs(_version, reader.Read(History.Map, _tail)));

        Assert.True(slices >= 5, $"{slices} slices do not show much.");
    }

    [Fact, Trait("Invariant", "INV-STO-1"), Trait("Invariant", "INV-STO-5")]
    public async Task A_crash_between_slices_loses_nothing()
    {
        var copies = 0;
        var versions = new List<long>();
        RunFold(() =>
        {
            versions.Add(_version);
            FileSnapshot.TakeAsync(_file.Path, _directory.File($"copy{copies++}.db")).GetAwaiter().GetResult();
        });

        for (var copy = 0; copy < copies; copy++)
        {
            await using var store = await SqliteStore.OpenAsync(
                new SqliteStoreOptions { Path = _directory.File($"copy{copy}.db") }, new ManualTimers(), NullLogger<SqliteStore>.Instance);
            Assert.Equal(versions[copy], (await store.TakeAsync(PartitionId.Of(History.Map), Epoch, CancellationToken.None)).Head);
            History.AssertIs(versions[copy], await store.LoadAsync(History.Map, CancellationToken.None));
            await store.FoldAsync();
            History.AssertIs(versions[copy], await store.LoadAsync(History.Map, CancellationToken.None));
        }
    }

    // Commits go on between the slices, on the keys that are being folded.
    private int RunFold(Action afterEachStep)
    {
        for (var i = 0; i < Folded; i++) Commit();
        var fold = new Fold(FoldPlan.Of(_tail.Freeze()), _file.Database, _file.Tables, _tail);
        var slices = 0;
        for (var isDone = false; !isDone; slices++)
        {
            isDone = fold.RunSlice(static () => true);
            afterEachStep();
            Commit();
            afterEachStep();
        }

        return slices;
    }

    private void Commit() => _groupCommit.Run([new CommitRequest(History.Commit(++_version))]);
}
