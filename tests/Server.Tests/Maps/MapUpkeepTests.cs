using Microsoft.Extensions.Logging.Abstractions;
using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Values;
using TopGun.Protocol.Records;
using TopGun.Server.Maps;
using TopGun.Server.Storage;
using TopGun.Server.Tests.Storage;

namespace TopGun.Server.Tests.Maps;

/// <summary>What expires goes when its time comes, wherever it is.</summary>
public class MapUpkeepTests
{
    private const string Map = "sessions";
    private const int TimeLimit = 60_000;

    [Fact(Timeout = TimeLimit), Trait("Invariant", "INV-TTL-2"), Trait("Invariant", "INV-TTL-4")]
    public async Task A_record_goes_when_its_time_comes_and_whoever_looks_is_told()
    {
        var store = new MemoryStore();
        await using var house = new House(store, new ManualTime());
        await house.WriteAsync("a", 2_000);
        await house.WriteAsync("b", 60_000);
        var changed = house.Watch();

        await house.PassAsync(TimeSpan.FromSeconds(2));
        await changed;

        Assert.Equal([("a", false, 3L), ("b", true, 2L)], house.Look());
    }

    [Fact(Timeout = TimeLimit), Trait("Invariant", "INV-TTL-4")]
    public async Task It_goes_after_a_restart_too_although_nobody_asks_for_its_map()
    {
        var store = new MemoryStore();
        var time = new ManualTime();
        await using (var before = new House(store, time)) await before.WriteAsync("a", 5_000);
        time.Advance(TimeSpan.FromHours(1));

        await using var house = new House(store, time, isStarted: false);
        var changed = house.Watch();
        house.Upkeep.Start();
        await changed;

        Assert.Equal([("a", false, 2L)], house.Look());
    }

    [Fact(Timeout = TimeLimit), Trait("Invariant", "INV-TTL-4")]
    public async Task More_than_one_piece_of_work_takes_at_once_goes_in_several()
    {
        await using var house = new House(new MemoryStore(), new ManualTime());
        for (var i = 0; i < MapUpkeep.MostAtOnce + 5; i++) await house.WriteAsync($"k{i}", 2_000);

        var first = house.Watch();
        await house.PassAsync(TimeSpan.FromSeconds(2));
        await first;
        Assert.Equal(5, house.Look().Count(record => record.IsLive));
        var second = house.Watch();
        await house.PassAsync(MapUpkeep.Pace);
        await second;

        Assert.DoesNotContain(house.Look(), record => record.IsLive);
    }

    [Fact(Timeout = TimeLimit), Trait("Invariant", "INV-TTL-4"), Trait("Invariant", "INV-PAR-2")]
    public async Task A_store_that_fails_delays_it_and_loses_nothing()
    {
        var store = new FaultInjectingStore(new MemoryStore());
        await using var house = new House(store, new ManualTime());
        await house.WriteAsync("a", 2_000);
        store.Inject(StoreStep.Commit, StoreFault.UnavailableBefore);

        await house.PassAsync(TimeSpan.FromSeconds(2));
        await house.LookedAtAsync();
        Assert.Equal([("a", true, 1L)], house.Look());

        // Whether the commit has failed by now or is just about to, nobody outside can tell; the pause begins when it has.
        while (house.Look() is [{ IsLive: true }]) await house.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal([("a", false, 2L)], house.Look());
    }

    private sealed class House : IAsyncDisposable
    {
        private readonly PartitionTable _partitions;
        private readonly ManualTime _time;
        private readonly TestWriter _writer = new(Map);

        public House(IStore store, ManualTime time, bool isStarted = true)
        {
            _time = time;
            var agenda = new MapAgenda();
            var settings = new PartitionSettings(new PartitionOptions(), RecordCodec.Instance, new Access(), time, Agenda: agenda);
            _partitions = new PartitionTable(store, settings, NullLogger<PartitionTable>.Instance, failure => Assert.Fail(failure.ToString()));
            Upkeep = new MapUpkeep(_partitions, agenda, store, time, TimeSpan.FromDays(30), TimeSpan.FromDays(30), NullLogger<MapUpkeep>.Instance);
            if (isStarted) Upkeep.Start();
        }

        public MapUpkeep Upkeep { get; }

        public async Task WriteAsync(string key, long ttlMs)
        {
            var done = new TaskCompletionSource<BatchReceipt>(TaskCreationOptions.RunContinuationsAsynchronously);
            var op = _writer.Make(new ReplaceWrite(key, WriteBase.Unknown, Value.Object(("n", 1))) { TtlMs = ttlMs });
            Assert.True(_partitions.Of(Map).Post(new BatchWork(_writer.Batch(op), Access.Alice, done.SetResult)));
            Assert.Null((await done.Task).Stopped);
            // The writer hears of it first. What is asked of the partition now is done when watchers and agenda have, too.
            await LookedAtAsync();
        }

        /// <summary>Completes at the next change of the map.</summary>
        public Task Watch()
        {
            var watcher = new Watcher();
            _partitions.Of(Map).Watchers.Add(Map, watcher);
            return watcher.Changed.Task;
        }

        /// <summary>Lets time pass, when the upkeep waits for it.</summary>
        public async Task PassAsync(TimeSpan span)
        {
            await _time.WhenTimerIsDueIn(MapUpkeep.Pace);
            _time.Advance(span);
            // It has looked when it waits again.
            await _time.WhenTimerIsDueIn(MapUpkeep.Pace);
        }

        public Task LookedAtAsync()
        {
            var loaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Assert.True(_partitions.Of(Map).Post(new LoadWork(Map, loaded.SetResult, loaded.SetException)));
            return loaded.Task;
        }

        public (string Key, bool IsLive, long Version)[] Look() => [.. _partitions.Of(Map)
            .Read(partition => partition.ReadChanges(Map, 0, int.MaxValue).Records)
            .Select(record => (record.Key, RecordCodec.Instance.Decode(record.Bytes.Span).IsLive, record.Version))
            .OrderBy(record => record.Key, StringComparer.Ordinal)];

        public async ValueTask DisposeAsync()
        {
            await Upkeep.DisposeAsync();
            await _partitions.DisposeAsync();
        }
    }

    private sealed class Watcher : IMapWatcher
    {
        public TaskCompletionSource Changed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void MapChanged(string map) => Changed.TrySetResult();
    }
}
