using TopGun.Core.Partitions;
using TopGun.Server.Storage;
using static TopGun.Server.Tests.Storage.Commits;

namespace TopGun.Server.Tests.Storage;

/// <summary>The faults do what their names say; left alone, the store is as good as the one that it wraps.</summary>
public sealed class FaultInjectingStoreTests : KeyedContract
{
    private readonly FaultInjectingStore _faulty = new(new MemoryStore());

    [Fact]
    public async Task Unavailable_before_stores_nothing()
    {
        await TakeAsync();
        _faulty.Inject(StoreStep.Commit, StoreFault.UnavailableBefore);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => CommitAsync(Write(Map, 0, "x", "a")));

        Assert.Empty((await LoadAsync()).Records);
        await CommitAsync(Write(Map, 0, "x", "a"));
    }

    [Fact]
    public async Task Unavailable_after_stores_and_says_that_it_did_not()
    {
        await TakeAsync();
        _faulty.Inject(StoreStep.Commit, StoreFault.UnavailableAfter);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => CommitAsync(Write(Map, 0, "x", "a")));

        Assert.Equal(1, (await TakeAsync()).Head);
    }

    [Fact]
    public async Task A_step_hangs_until_it_is_released()
    {
        await TakeAsync();
        _faulty.Inject(StoreStep.Commit, StoreFault.HangBefore);
        var commit = CommitAsync(Write(Map, 0, "x", "a"));
        await _faulty.WhenHanging();
        Assert.Empty((await LoadAsync()).Records);

        _faulty.Release();
        await commit;

        Assert.Single((await LoadAsync()).Records);
    }

    [Fact]
    public async Task Content_is_refused_by_what_is_in_it()
    {
        await TakeAsync();
        _faulty.RefusesIf = commit => commit.Records.Any(record => record.Key == "poison");

        await Assert.ThrowsAsync<StoreRefusedException>(() => CommitAsync(Write(Map, 0, "x", "a", "poison")));
        await CommitAsync(Write(Map, 0, "x", "a"));
    }

    [Fact]
    public async Task A_failed_medium_fails_every_later_write()
    {
        _faulty.Inject(StoreStep.Take, StoreFault.Failed);

        await Assert.ThrowsAsync<StoreFailedException>(() => TakeAsync());
        await Assert.ThrowsAsync<StoreFailedException>(() => TakeAsync());
        Assert.True(_faulty.Failure.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_deposed_owner_is_told_so()
    {
        await TakeAsync();
        _faulty.Inject(StoreStep.Commit, StoreFault.Deposed);

        await Assert.ThrowsAsync<DeposedOwnerException>(() => CommitAsync(Write(Map, 0, "x", "a")));
    }

    protected override Task<IStore> OpenAsync() => Task.FromResult<IStore>(_faulty);

    protected override Task FoldAsync() => Task.CompletedTask;
}
