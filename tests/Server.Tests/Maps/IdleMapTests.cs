using Microsoft.Extensions.Logging.Abstractions;
using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Protocol.Records;
using TopGun.Server.Maps;
using TopGun.Server.Sessions;
using TopGun.Server.Storage;

namespace TopGun.Server.Tests.Maps;

/// <summary>Maps that nobody needs leave memory, and nobody notices.</summary>
public sealed class IdleMapTests : IAsyncLifetime
{
    private const int TimeLimit = 120_000;
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    private readonly ManualTime _time = new();
    private readonly PartitionTable _partitions;
    private readonly MapUpkeep _upkeep;

    public IdleMapTests()
    {
        var agenda = new MapAgenda();
        var store = new MemoryStore();
        var settings = new PartitionSettings(new PartitionOptions(), RecordCodec.Instance, new Access(), _time, Agenda: agenda);
        _partitions = new PartitionTable(store, settings, NullLogger<PartitionTable>.Instance, failure => Assert.Fail(failure.ToString()));
        _upkeep = new MapUpkeep(_partitions, agenda, store, _time, TimeSpan.FromDays(30), Timeout, NullLogger<MapUpkeep>.Instance);
        _upkeep.Start();
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _upkeep.DisposeAsync();
        await _partitions.DisposeAsync();
    }

    [Fact(Timeout = TimeLimit), Trait("Invariant", "INV-IDL-1")]
    public async Task A_map_that_nobody_uses_leaves_memory_and_comes_back_as_it_was()
    {
        var writer = new TestWriter("notes");
        await WriteAsync(writer, "a");
        await PassAsync(Timeout / 2);
        await WriteAsync(writer, "b");
        await PassAsync(Timeout / 2);
        Assert.Equal(["notes"], _partitions.ReadLoaded());

        await PassAsync(Timeout / 2 + Timeout / 4);
        await UntilLoadedAsync(0);

        // The writer's numbers too: what comes again is known.
        var next = writer.Set("c", 1);
        Assert.Equal(1, (await PostAsync(writer.Batch(next with { Number = 1, OpId = TestWriter.OpId(1) }))).RepeatFrom);
        Assert.Null((await PostAsync(writer.Batch(next))).Stopped);
        Assert.Equal(["a", "b", "c"], Keys("notes"));
    }

    [Fact(Timeout = TimeLimit), Trait("Invariant", "INV-IDL-1")]
    public async Task A_map_that_somebody_watches_stays()
    {
        await WriteAsync(new TestWriter("watched"), "a");
        await WriteAsync(new TestWriter("parts"), "a");
        await WriteAsync(new TestWriter("other"), "a");
        var watcher = new Watcher();
        _partitions.Of("watched").Watchers.Add("watched", watcher);
        _partitions.Of("parts").Watchers.Add("parts", "node1", watcher);

        await PassAsync(2 * Timeout);
        await UntilLoadedAsync(2);
        Assert.Equal(["parts", "watched"], _partitions.ReadLoaded().Order());

        _partitions.Of("watched").Watchers.Remove("watched", watcher);
        await PassAsync(Timeout / 4);
        await UntilLoadedAsync(1);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task Ten_thousand_maps_that_were_touched_once_leave_memory()
    {
        const int Maps = 10_000;
        await Task.WhenAll(Enumerable.Range(0, Maps).Select(i => WriteAsync(new TestWriter($"map-{i}"), "a")));
        Assert.Equal(Maps, _partitions.ReadLoaded().Count);

        await PassAsync(Timeout + Timeout / 4);
        await UntilLoadedAsync(0);
    }

    [Theory(Timeout = TimeLimit), Trait("Invariant", "INV-IDL-1")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_was_slow_to_take_a_result_gets_it_although_the_map_has_left(bool hasEnded)
    {
        var writer = new TestWriter("notes");
        var hello = new Hello(1, 1, writer.Id.NodeId, [], "test");
        using var session = new SyncSession(Access.Alice, hello, SyncLimits.Default, new Access(), _partitions, new SessionSettings(), _time);
        await session.ReceiveAsync(writer.Batch(writer.Set("a", 1)), default);
        // Until it is judged, the map is not in use; and its result comes a moment after it can be read.
        await LoadAsync("notes");
        while (Keys("notes").Length == 0) await Task.Delay(5, TestContext.Current.CancellationToken);
        await LoadAsync("notes");
        await PassAsync(2 * Timeout);
        await UntilLoadedAsync(0);

        if (hasEnded) session.Finish();
        var frames = await session.NextAsync(default);

        Assert.Equal(OpResultCode.Applied, Assert.Single(frames.OfType<OpResults>()).Results[0].Code);
    }

    [Fact(Timeout = TimeLimit), Trait("Invariant", "INV-IDL-1")]
    public async Task Writes_that_race_with_the_leaving_are_all_there_once_and_in_order()
    {
        const int Writers = 4;
        const int Writes = 250;
        using var done = new CancellationTokenSource();
        var leaving = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                _partitions.Of("notes").Post(new UnloadWork("notes", long.MaxValue));
                await Task.Yield();
            }
        });

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async i =>
        {
            var writer = new TestWriter("notes", $"node{i}");
            for (var n = 0; n < Writes; n++) await WriteAsync(writer, $"{i}-{n:000}");
        }));
        await done.CancelAsync();
        await leaving;

        await LoadAsync("notes");
        Assert.Equal(Writers * Writes, Keys("notes").Length);
        Assert.Equal(Writers * Writes, _partitions.Of("notes").Read(partition => partition.Head));
    }

    private async Task WriteAsync(TestWriter writer, string key)
    {
        var receipt = await PostAsync(writer.Batch(writer.Set(key, 1)));
        Assert.Null(receipt.Stopped);
    }

    private async Task<BatchReceipt> PostAsync(OpBatch batch)
    {
        var done = new TaskCompletionSource<BatchReceipt>(TaskCreationOptions.RunContinuationsAsynchronously);
        Assert.True(_partitions.Of(batch.Map).Post(new BatchWork(batch, Access.Alice, done.SetResult)));
        return await done.Task;
    }

    private Task LoadAsync(string map)
    {
        var loaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Assert.True(_partitions.Of(map).Post(new LoadWork(map, loaded.SetResult, loaded.SetException)));
        return loaded.Task;
    }

    private string[] Keys(string map)
        => [.. _partitions.Of(map).Read(partition => partition.ReadChanges(map, 0, int.MaxValue).Records).Select(record => record.Key).Order(StringComparer.Ordinal)];

    private async Task PassAsync(TimeSpan span)
    {
        await _time.WhenTimerIsDueIn(MapUpkeep.Pace);
        _time.Advance(span);
        await _time.WhenTimerIsDueIn(MapUpkeep.Pace);
    }

    // The upkeep has asked; the executors do it in their own time.
    private async Task UntilLoadedAsync(int count)
    {
        while (_partitions.ReadLoaded().Count != count) await Task.Delay(5, TestContext.Current.CancellationToken);
    }

    private sealed class Watcher : IMapWatcher
    {
        public void MapChanged(string map)
        {
        }
    }
}
