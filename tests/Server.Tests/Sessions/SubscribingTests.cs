using TopGun.Core.Access;
using TopGun.Core.Sync;
using TopGun.Server.Maps;
using TopGun.Server.Tests.Storage;

namespace TopGun.Server.Tests.Sessions;

/// <summary>Subscriptions: what comes, in which order, and what is refused.</summary>
public class SubscribingTests
{
    private const string Map = SessionBench.Map;

    [Fact]
    public async Task An_empty_map_is_caught_up_at_once()
    {
        await using var bench = new SessionBench();
        using var client = await bench.Connect();
        client.Subscribe(1, Map);

        var page = await client.Stream.Next<ChangePage>();
        Assert.Equal((1, Cursor.Start, Cursor.Start, false), (page.SubscriptionId, page.From, page.To, page.More));
        Assert.Equal(new CaughtUp(1, Cursor.Start), await client.Stream.Next());
    }

    [Fact, Trait("Invariant", "INV-SES-1")]
    public async Task Results_come_before_the_page_that_holds_their_effect()
    {
        await using var bench = new SessionBench();
        using var client = await bench.Connect();
        var writer = new TestWriter(Map);
        await client.SubscribeAndCatchUp(1, Map);
        client.Stream.Send(writer.NewOps(3));

        Assert.Equal(3, (await client.Stream.Next<OpResults>()).Results.Count);
        Assert.Equal(3, (await client.Stream.Next<ChangePage>()).Records.Count);
    }

    [Fact, Trait("Invariant", "INV-SES-1")]
    public async Task Also_when_another_stream_brings_the_ops()
    {
        await using var bench = new SessionBench();
        var writer = new TestWriter(Map);
        using var old = await bench.Connect();
        using var current = await bench.Connect();
        current.Subscribe(1, Map, new WriterPosition(writer.Id, 1));
        await current.Stream.Next<ChangePage>();
        await current.Stream.Next<CaughtUp>();

        old.Stream.Send(writer.NewOps(2));

        var results = await current.Stream.Next<OpResults>();
        var page = await current.Stream.Next<ChangePage>();
        Assert.Equal([1L, 2L], results.Results.Select(result => result.Number));
        Assert.Equal(page.To.Epoch, results.Epoch);
        Assert.Equal(2, page.To.Version);
    }

    [Fact, Trait("Invariant", "INV-SES-1")]
    public async Task Also_when_the_ops_were_committed_before_the_stream_began()
    {
        await using var bench = new SessionBench();
        var writer = new TestWriter(Map);
        using (var old = await bench.Connect())
        {
            await old.Settle(writer.NewOps(5));
            old.Stream.End();
            await old.Running;
        }

        using var client = await bench.Connect();
        client.Subscribe(1, Map, new WriterPosition(writer.Id, 3));

        Assert.Equal([3L, 4L, 5L], (await client.Stream.Next<OpResults>()).Results.Select(result => result.Number));
        Assert.Equal(5, (await client.Stream.Next<ChangePage>()).Records.Count);
        await client.Stream.Next<CaughtUp>();
    }

    [Fact, Trait("Invariant", "INV-SES-1")]
    public async Task More_results_than_a_frame_holds_all_come_before_the_page()
    {
        await using var bench = new SessionBench();
        var writer = new TestWriter(Map);
        using var client = await bench.Connect();
        for (var i = 0; i < 5; i++) await client.Settle(writer.NewOps(500));

        using var again = await bench.Connect();
        again.Subscribe(1, Map, new WriterPosition(writer.Id, 1));
        var results = 0;
        ServerFrame frame;
        for (; (frame = await again.Stream.Next()) is OpResults more; results += more.Results.Count) Assert.True(more.Results.Count <= 1_000);

        Assert.Equal(2_500, results);
        Assert.IsType<ChangePage>(frame);
    }

    [Fact]
    public async Task Pages_are_bounded_follow_on_each_other_and_hold_every_key_once()
    {
        await using var bench = new SessionBench();
        var writer = new TestWriter(Map);
        using var writing = await bench.Connect();
        await writing.Settle(writer.NewOps(1_000));

        using var reading = await bench.Connect("node-2");
        reading.Subscribe(1, Map);
        HashSet<string> keys = [];
        var at = Cursor.Start;
        ChangePage page;
        do
        {
            page = await reading.Stream.Next<ChangePage>();
            Assert.Equal(at, page.From);
            Assert.True(page.Records.Sum(record => record.Bytes.Length) <= 2 * bench.Settings.PageBytes);
            Assert.Equal(page.Records.Select(record => record.Version).Order(), page.Records.Select(record => record.Version));
            Assert.All(page.Records, record => Assert.True(keys.Add(record.Key)));
            at = page.To;
        }
        while (page.More);

        Assert.Equal(1_000, keys.Count);
        Assert.Equal(new CaughtUp(1, at), await reading.Stream.Next());
    }

    [Fact]
    public async Task From_a_cursor_only_the_difference_comes()
    {
        await using var bench = new SessionBench();
        var writer = new TestWriter(Map);
        using var writing = await bench.Connect();
        await writing.Settle(writer.NewOps(5));
        using var first = await bench.Connect("node-2");
        var cursor = (await first.SubscribeAndCatchUp(1, Map)).At;
        await writing.Settle(writer.Batch(writer.Set("new", 1), writer.Remove("w1-1")));

        using var second = await bench.Connect("node-2");
        second.Stream.Send(new Subscribe(1, Map, cursor, []));

        var page = await second.Stream.Next<ChangePage>();
        Assert.Equal(cursor, page.From);
        Assert.Equal(["new", "w1-1"], page.Records.Select(record => record.Key));
        Assert.Equal(new CaughtUp(1, page.To), await second.Stream.Next());
    }

    [Theory]
    [InlineData(0xDEAD, 3)]
    [InlineData(0xDEAD, 1_000_000)]
    [InlineData(0, 3)]
    public async Task A_cursor_of_another_history_is_reset_and_everything_comes(ulong epoch, long version)
    {
        await using var bench = new SessionBench();
        var writer = new TestWriter(Map);
        using var writing = await bench.Connect();
        await writing.Settle(writer.NewOps(5));
        using var client = await bench.Connect("node-2");
        client.Stream.Send(new Subscribe(1, Map, new Cursor(epoch, version), []));

        Assert.Equal(ResetReason.LostBranch, (await client.Stream.Next<Reset>()).Reason);
        var page = await client.Stream.Next<ChangePage>();
        Assert.Equal((Cursor.Start, 5), (page.From, page.Records.Count));
    }

    [Fact]
    public async Task After_unsubscribing_nothing_comes_and_the_map_can_be_subscribed_to_again()
    {
        await using var bench = new SessionBench();
        var writer = new TestWriter(Map, "node-2");
        using var client = await bench.Connect();
        using var writing = await bench.Connect("node-2");
        await client.SubscribeAndCatchUp(1, Map);
        client.Stream.Send(new Unsubscribe(1));
        client.Stream.Send(new Unsubscribe(99));
        client.Stream.Send(new Ping(1));
        await client.Stream.Next<Pong>();
        await writing.Settle(writer.NewOps(1));

        client.Stream.Send(new Ping(2));
        await client.Stream.Next<Pong>();
        await client.SubscribeAndCatchUp(1, Map);
    }

    [Fact]
    public async Task A_subscription_id_is_used_once_at_a_time()
    {
        await using var bench = new SessionBench();
        using var client = await bench.Connect();
        client.Subscribe(1, Map);
        client.Subscribe(1, "other");

        Assert.Contains("id 1", (await client.EndsWith(ErrorCode.InvalidFrame)).Message);
    }

    [Fact]
    public async Task So_is_a_map()
    {
        await using var bench = new SessionBench();
        using var client = await bench.Connect();
        client.Subscribe(1, Map);
        client.Subscribe(2, Map);

        Assert.Contains($"Map {Map}", (await client.EndsWith(ErrorCode.InvalidFrame)).Message);
    }

    [Fact]
    public async Task Too_many_subscriptions_end_the_stream()
    {
        await using var bench = new SessionBench(limits: new SyncLimits { MaxSubscriptions = 3 });
        using var client = await bench.Connect();
        for (var id = 1; id <= 4; id++) client.Subscribe(id, $"map-{id}");

        Assert.Contains("4 subscriptions; at most 3", (await client.EndsWith(ErrorCode.LimitExceeded)).Message);
    }

    [Fact]
    public async Task A_map_that_may_not_be_read_ends_the_subscription_and_not_the_stream()
    {
        await using var bench = new SessionBench(new Access().Deny("secret", MapAction.Read));
        using var client = await bench.Connect();
        client.Subscribe(1, "secret");

        var ended = await client.Stream.Next<SubscriptionEnded>();
        Assert.Equal((1, ErrorCode.Forbidden), (ended.SubscriptionId, ended.Error.Code));
        Assert.Contains("READ", ended.Error.Message);
        await client.SubscribeAndCatchUp(1, Map);
    }

    [Fact]
    public async Task Who_may_write_but_not_read_gets_results_and_no_page()
    {
        await using var bench = new SessionBench(new Access().Deny("dropbox", MapAction.Read));
        var writer = new TestWriter("dropbox");
        using (var old = await bench.Connect()) await old.Settle(writer.NewOps(2));

        using var client = await bench.Connect();
        client.Subscribe(1, "dropbox", new WriterPosition(writer.Id, 1));

        await client.Stream.Next<SubscriptionEnded>();
        Assert.Equal(2, (await client.Stream.Next<OpResults>()).Results.Count);
        client.Stream.Send(new Ping(1));
        await client.Stream.Next<Pong>();
    }

    [Fact]
    public async Task A_writer_of_another_node_ends_the_stream()
    {
        await using var bench = new SessionBench();
        using var client = await bench.Connect();
        client.Subscribe(1, Map, new WriterPosition(new WriterId("node-2", "w1"), 1));

        Assert.Contains("node-2", (await client.EndsWith(ErrorCode.InvalidFrame)).Message);
    }

    [Fact]
    public async Task A_damaged_map_ends_its_subscription_and_the_others_go_on()
    {
        await using var bench = new SessionBench();
        bench.Log.Expect(nameof(PartitionLog.Corrupt));
        bench.Damage.Damaged["broken"] = true;
        using var client = await bench.Connect();
        client.Subscribe(1, "broken");

        var ended = await client.Stream.Next<SubscriptionEnded>();
        Assert.Equal((1, ErrorCode.Unavailable), (ended.SubscriptionId, ended.Error.Code));
        Assert.Contains("broken", ended.Error.Message);
        await client.SubscribeAndCatchUp(2, Map);
    }

    [Fact]
    public async Task A_map_that_can_not_be_loaded_now_sends_the_client_away_for_a_while()
    {
        await using var bench = new SessionBench();
        bench.Store.Inject(StoreStep.Load, StoreFault.UnavailableBefore);
        using var client = await bench.Connect();
        client.Subscribe(1, Map);

        Assert.True((await client.EndsWith(ErrorCode.Unavailable)).RetryAfterMs > 0);
    }
}
