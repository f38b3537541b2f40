using TopGun.Core.Partitions;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Protocol.Records;
using TopGun.Server.Maps;
using TopGun.Server.Sessions;
using TopGun.Server.Storage;
using TopGun.Server.Tests.Storage;
using PartitionTable = TopGun.Server.Maps.PartitionTable;

namespace TopGun.Server.Tests.Sessions;

/// <summary>Clients that read slowly, not at all, or send faster than the store commits.</summary>
public class SlowReaderTests
{
    private const string Map = SessionBench.Map;

    [Fact, Trait("Invariant", "INV-SES-2")]
    public async Task A_key_that_changed_ten_thousand_times_comes_once()
    {
        await using var bench = new SessionBench();
        using var slow = await bench.Connect("slow");
        using var writing = await bench.Connect();
        var writer = new TestWriter(Map);
        await slow.SubscribeAndCatchUp(1, Map);
        slow.Stream.Hold();
        slow.Stream.Send(new Ping(1));
        await slow.Stream.Stuck;

        for (var i = 0; i < 10; i++)
        {
            writer.SettledThrough = writer.Last;
            await writing.Settle(writer.Batch([.. Enumerable.Range(1, 1_000).Select(value => writer.Set("hot", value) with { Millis = TestWriter.FirstMillis + i, Counter = (ushort)value })]));
        }

        slow.Stream.Release();
        await slow.Stream.Next<Pong>();
        var page = await slow.Stream.Next<ChangePage>();
        Assert.Equal(("hot", 10_000), Assert.Single(page.Records.Select(record => (record.Key, record.Version))));
        Assert.Equal(10_000, page.To.Version);
        Assert.False(page.More);
        Assert.Equal(0, slow.Stream.Arrived);
    }

    [Fact, Trait("Invariant", "INV-SES-2")]
    public async Task Answers_to_pings_are_not_piled_up_for_a_client_that_does_not_read()
    {
        await using var partitions = Partitions(new MemoryStore());
        using var session = Session(partitions);
        for (var i = 0; i < Settings.MaxKeptAnswers; i++) Assert.True(session.ReceiveAsync(new Ping(i), default).IsCompletedSuccessfully);

        var waiting = session.ReceiveAsync(new Ping(-1), default).AsTask();
        Assert.False(waiting.IsCompleted);

        Assert.Equal(Settings.MaxKeptAnswers, (await session.NextAsync(default)).Count);
        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(-1, Assert.IsType<Pong>(Assert.Single(await session.NextAsync(default))).Nonce);
    }

    [Fact, Trait("Invariant", "INV-SES-2")]
    public async Task Nor_are_answers_to_batches()
    {
        await using var partitions = Partitions(new MemoryStore());
        using var session = Session(partitions);
        var gap = new TestWriter(Map);
        gap.NewOps(1);
        var batch = gap.NewOps(1);
        for (var i = 0; i < Settings.MaxKeptAnswers; i++)
        {
            await session.ReceiveAsync(batch, default);
            await AnsweredAsync(partitions);
        }

        var waiting = session.ReceiveAsync(batch, default).AsTask();
        Assert.False(waiting.IsCompleted);

        Assert.Equal(Settings.MaxKeptAnswers, (await session.NextAsync(default)).Count);
        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
        await AnsweredAsync(partitions);
        Assert.IsType<BatchStopped>(Assert.Single(await session.NextAsync(default)));
    }

    [Fact]
    public async Task A_client_that_is_ahead_of_the_commits_is_not_read_until_they_are_done()
    {
        var store = new FaultInjectingStore(new MemoryStore());
        await using var partitions = Partitions(store);
        using var session = Session(partitions);
        var writer = new TestWriter(Map);
        store.Inject(StoreStep.Commit, StoreFault.HangBefore);
        for (var i = 0; i < Settings.MaxBatchesInFlight; i++) Assert.True(session.ReceiveAsync(writer.NewOps(1), default).IsCompletedSuccessfully);

        var waiting = session.ReceiveAsync(writer.NewOps(1), default).AsTask();
        await store.WhenHanging();
        Assert.False(waiting.IsCompleted);
        store.Release();

        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static SessionSettings Settings { get; } = new();

    private static PartitionTable Partitions(IStore store) => new(
        store, new PartitionSettings(new PartitionOptions(), RecordCodec.Instance, new Access(), new ManualTime()),
        new ErrorLog().For<PartitionTable>(), failure => Assert.Fail(failure.ToString()));

    private static SyncSession Session(PartitionTable partitions)
        => new(Access.Alice, SessionBench.Hello(), SyncLimits.Default, new Access(), partitions, Settings, new ManualTime());

    // What was handed over before this is answered before it.
    private static async Task AnsweredAsync(PartitionTable partitions)
    {
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Assert.True(partitions.Of(Map).Post(new UpkeepWork(Map, (_, _) => { }, answered.SetResult, () => Assert.Fail("There is nothing to store."))));
        await answered.Task;
    }
}
