using Google.Protobuf;
using TopGun.Core.Maps;
using TopGun.Core.Queries;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Protocol.Frames;
using TopGun.Protocol.Records;
using TopGun.Server.Tests.Storage;

namespace TopGun.Server.Tests.Sessions;

/// <summary>Subscriptions to parts of a map: who gets what, and who gets nothing.</summary>
public class PartTests
{
    private const string Map = SessionBench.Map;

    [Fact, Trait("Invariant", "INV-QRY-1")]
    public async Task A_query_that_matches_nothing_receives_nothing()
    {
        await using var bench = new SessionBench();
        using var other = await bench.Connect("node-2");
        var writer = new TestWriter(Map, "node-2");
        await other.Settle(writer.NewOps(500));
        using var client = await bench.Connect();

        client.Stream.Send(new Subscribe(1, Map, null, [], Owned("nobody")));
        var page = await client.Stream.Next<ChangePage>();
        Assert.Equal((0, 0, 500L), (page.Records.Count, page.Gone.Count, page.To.Version));
        await client.Stream.Next<CaughtUp>();
        await other.Settle(writer.NewOps(500));
        await other.Settle(writer.Batch(writer.Remove("w1-1"), writer.Remove("w1-2")));
        client.Stream.Send(new Ping(7));

        // All that came of a thousand changes: the answer to the ping, and how far the client has come.
        var pong = await client.Stream.Next<Pong>();
        var progress = await client.Stream.Next<ChangePage>();
        Assert.Equal((0, 0, 1_002L), (progress.Records.Count, progress.Gone.Count, progress.To.Version));
        Assert.True(Bytes(pong) + Bytes(progress) < 80, $"{Bytes(pong) + Bytes(progress)} bytes");
        Assert.Equal(0, client.Stream.Arrived);
    }

    [Fact, Trait("Invariant", "INV-QRY-1")]
    public async Task Only_rows_and_fields_of_the_query_travel()
    {
        await using var bench = new SessionBench();
        using var client = await bench.Connect();
        var writer = new TestWriter(Map);
        client.Stream.Send(new Subscribe(1, Map, null, [new WriterPosition(writer.Id, 1)], Owned("ann") with { Fields = [FieldPath.Of("title")] }));
        await client.Stream.Next<ChangePage>();
        await client.Stream.Next<CaughtUp>();

        await client.Settle(writer.Batch(Write(writer, "a", "ann"), Write(writer, "b", "bob")));
        var came = await client.Stream.Next<ChangePage>();
        var record = RecordCodec.Instance.Decode(Assert.Single(came.Records).Bytes.Span);
        Assert.Equal(("a", 1L), (came.Records[0].Key, came.Records[0].Version));
        Assert.Equal(Value.Object(("owner", "ann"), ("title", "a")), record.ToValue());
        Assert.Equal(["owner", "title"], record.Registers.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(2, came.To.Version);

        await client.Settle(writer.Batch(writer.Set("a", "bob", "owner")));
        var left = await client.Stream.Next<ChangePage>();
        Assert.Equal(["a"], left.Gone);
        Assert.Empty(left.Records);
    }

    [Fact]
    public async Task A_first_answer_of_50_MB_comes_in_bounded_pages()
    {
        const int Records = 200, Size = 256 << 10;
        await using var bench = new SessionBench();
        using var client = await bench.Connect();
        var writer = new TestWriter(Map);
        for (var i = 0; i < Records; i++)
            await client.Settle(writer.Batch(writer.Make(new ReplaceWrite($"k{i}", WriteBase.Unknown, Value.Object(("owner", i % 20 == 0 ? "bob" : "ann"), ("text", new string('x', Size)))))));

        client.Stream.Send(new Subscribe(1, Map, null, [], Owned("ann")));
        var keys = new HashSet<string>();
        long total = 0;
        while (await client.Stream.Next() is ChangePage page)
        {
            keys.UnionWith(page.Records.Select(record => record.Key));
            Assert.InRange(Bytes(page), 0, Size + bench.Settings.PageBytes + 1_024);
            total += Bytes(page);
        }

        Assert.Equal(Records - Records / 20, keys.Count);
        Assert.InRange(total, 190L * Size, 191L * Size);
    }

    [Fact, Trait("Invariant", "INV-SES-1")]
    public async Task Who_holds_a_part_is_told_of_results_that_concern_no_row_of_it()
    {
        await using var bench = new SessionBench();
        var writer = new TestWriter(Map);
        using var old = await bench.Connect();
        using var current = await bench.Connect();
        current.Stream.Send(new Subscribe(1, Map, null, [new WriterPosition(writer.Id, 1)], Owned("ann")));
        await current.Stream.Next<ChangePage>();
        await current.Stream.Next<CaughtUp>();

        old.Stream.Send(writer.NewOps(2));

        Assert.Equal([1L, 2L], (await current.Stream.Next<OpResults>()).Results.Select(result => result.Number));
        // It waits for its cursor to reach them.
        var page = await current.Stream.Next<ChangePage>();
        Assert.Equal((0, 2L), (page.Records.Count, page.To.Version));
    }

    [Fact]
    public async Task A_map_can_be_held_as_a_whole_and_in_parts()
    {
        await using var bench = new SessionBench();
        using var client = await bench.Connect();
        await client.SubscribeAndCatchUp(1, Map);
        client.Stream.Send(new Subscribe(2, Map, null, [], Owned("ann")));
        client.Stream.Send(new Subscribe(3, Map, null, [], Owned("bob")));
        for (var i = 2; i <= 3; i++)
        {
            Assert.Equal(i, (await client.Stream.Next<ChangePage>()).SubscriptionId);
            Assert.Equal(i, (await client.Stream.Next<CaughtUp>()).SubscriptionId);
        }

        var writer = new TestWriter(Map);
        await client.Settle(writer.Batch(Write(writer, "a", "ann")));

        // Each of them learns that its cursor has reached the write; only two of them get its record.
        Assert.Equal([(1, 1), (2, 1), (3, 0)], await Pages(client, 3));
        client.Stream.Send(new Unsubscribe(2));
        await client.Settle(writer.Batch(Write(writer, "b", "ann")));
        Assert.Equal([(1, 1), (3, 0)], await Pages(client, 2));
    }

    [Fact]
    public async Task What_a_commit_in_doubt_did_comes_without_being_asked_for()
    {
        await using var bench = new SessionBench();
        using var client = await bench.Connect();
        client.Stream.Send(new Subscribe(1, Map, null, [], Owned("ann")));
        await client.Stream.Next<ChangePage>();
        await client.Stream.Next<CaughtUp>();
        using var other = await bench.Connect("node-2");
        var writer = new TestWriter(Map, "node-2");
        bench.Store.Inject(StoreStep.Commit, StoreFault.UnavailableAfter);

        other.Stream.Send(writer.Batch(Write(writer, "a", "ann")));

        Assert.Equal("a", Assert.Single((await client.Stream.Next<ChangePage>()).Records).Key);
    }

    private static async Task<List<(int Subscription, int Records)>> Pages(Conversation client, int count)
    {
        List<(int, int)> pages = [];
        while (pages.Count < count) pages.Add(await client.Stream.Next<ChangePage>() is var page ? (page.SubscriptionId, page.Records.Count) : default);
        return pages;
    }

    private static MapQuery Owned(string owner) => MapQuery.All with { Where = new ComparePredicate(FieldPath.Of("owner"), CompareOperator.Equal, Value.Of(owner)) };

    private static Op Write(TestWriter writer, string key, string owner)
        => writer.Make(new ReplaceWrite(key, WriteBase.Unknown, Value.Object(("owner", owner), ("title", key), ("secret", "s"))));

    private static int Bytes(ServerFrame frame) => ServerFrameMapping.ToWire(frame).CalculateSize();
}
