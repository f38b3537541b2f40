using TopGun.Core.Calls;
using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Protocol.Records;
using TopGun.Server.Calls;
using TopGun.Server.Maps;
using TopGun.Server.Storage;
using TopGun.Server.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace TopGun.Server.Tests.Calls;

/// <summary>Write calls while the store fails: whatever a caller is told, its keyed write takes effect once.</summary>
public sealed class MapCallFaultTests : IAsyncDisposable
{
    private readonly FaultInjectingStore _store = new(new MemoryStore());
    private readonly PartitionTable _partitions;
    private readonly MapCalls _calls;

    public MapCallFaultTests()
    {
        var settings = new PartitionSettings(new PartitionOptions(), RecordCodec.Instance, new Access(), new ManualTime());
        _partitions = new PartitionTable(_store, settings, NullLogger<PartitionTable>.Instance, failure => throw failure);
        _calls = new MapCalls(_partitions, _store, settings, NullLogger<MapCalls>.Instance);
    }

    public ValueTask DisposeAsync() => _partitions.DisposeAsync();

    [Theory, Trait("Invariant", "INV-CALL-1")]
    [InlineData(StoreFault.UnavailableBefore)]
    [InlineData(StoreFault.UnavailableAfter)]
    [Trait("Invariant", "INV-CALL-1")]
    public async Task A_write_whose_commit_is_in_doubt_is_sent_again_and_takes_effect_once(StoreFault fault)
    {
        await Write(Keyed("before", "other"));
        _store.Inject(StoreStep.Commit, fault);

        var doubtful = await Write(Keyed("tea", "key"));
        var again = await Write(Keyed("tea", "key"));

        Assert.Equal(ErrorCode.Unavailable, Assert.IsType<WriteNotJudged>(doubtful).Error.Code);
        Assert.Equal(new CallOutcome(OpResultCode.Applied, 2), again);
        Assert.Equal(2, await Head());
    }

    [Fact, Trait("Invariant", "INV-CALL-1")]
    [Trait("Invariant", "INV-CALL-1")]
    public async Task A_repeat_that_asks_the_store_while_the_first_is_committed_and_the_partition_is_taken_anew_takes_no_effect()
    {
        await Write(Keyed("before", "other"));
        _store.Inject(StoreStep.Find, StoreFault.HangAfter);
        var hanging = _store.WhenHanging();
        var repeat = Write(Keyed("tea", "key"));
        await hanging;
        // It has looked, and found nothing. Now the first one comes through, and nobody learns it: the partition is read anew.
        _store.Inject(StoreStep.Commit, StoreFault.UnavailableAfter);
        Assert.IsType<WriteNotJudged>(await Write(Keyed("tea", "key")));

        _store.Release();

        Assert.Equal(new CallOutcome(OpResultCode.Applied, 2), await repeat);
        Assert.Equal(2, await Head());
    }

    [Fact, Trait("Invariant", "INV-CALL-1")]
    [Trait("Invariant", "INV-CALL-1")]
    public async Task A_repeat_is_not_missed_when_more_was_committed_meanwhile_than_memory_keeps()
    {
        _store.Inject(StoreStep.Find, StoreFault.HangAfter);
        var hanging = _store.WhenHanging();
        var repeat = Write(Keyed("tea", "key"));
        await hanging;
        Assert.Equal(new CallOutcome(OpResultCode.Applied, 1), await Write(Keyed("tea", "key")));
        for (var i = 0; i < 101; i++) await _calls.WriteAsync([.. Enumerable.Range(0, 100).Select(n => Keyed("more", $"{i}-{n}"))], Access.Alice, default);

        _store.Release();

        Assert.Equal(new CallOutcome(OpResultCode.Applied, 1), await repeat);
        Assert.Equal(10_101, await Head());
    }

    [Fact]
    public async Task A_write_that_the_store_does_not_take_is_refused_alone()
    {
        _store.RefusesIf = commit => commit.Records.Any(record => record.Key == "poison");

        var answers = await _calls.WriteAsync([Keyed("a", "1"), Keyed("poison", "2"), Keyed("b", "3")], Access.Alice, default);

        Assert.Equal([OpResultCode.Applied, OpResultCode.StoreRefused, OpResultCode.Applied], answers.Select(answer => ((CallOutcome)answer).Code));
        Assert.Equal(2, await Head());
    }

    [Fact]
    public async Task A_map_that_can_not_be_read_is_said_so()
    {
        _store.Inject(StoreStep.Load, StoreFault.UnavailableBefore);

        var refused = await Assert.ThrowsAsync<SyncException>(() => _calls.ReadAsync("stock", partition => partition.Head, default));

        Assert.Equal((ErrorCode.Unavailable, 1_000), (refused.Error.Code, refused.Error.RetryAfterMs));
    }

    private static WriteCall Keyed(string key, string idempotencyKey)
        => new("stock", [new OpWrite(new ValueWrite(key, WriteBase.Unknown, Value.Of(1)))], new KeyedWrite(idempotencyKey, new byte[] { 1 }));

    private async Task<WriteAnswer> Write(WriteCall call) => Assert.Single(await _calls.WriteAsync([call], Access.Alice, default));

    private Task<long> Head() => _calls.ReadAsync("stock", partition => partition.Head, default);
}
