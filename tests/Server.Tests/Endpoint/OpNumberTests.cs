using TopGun.Core.Maps;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Core.Values;

namespace TopGun.Server.Tests.Endpoint;

/// <summary>Numbers, results and clocks of ops, as a client meets them on the wire.</summary>
public class OpNumberTests
{
    private const string Map = "notes";
    private const long RetentionMs = 60L * 24 * 60 * 60 * 1000;
    private const long DayMs = 24L * 60 * 60 * 1000;

    [Fact]
    public async Task A_gap_is_answered_with_the_number_to_send_again_from()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.Connect();
        var writer = new TestWriter(Map);
        await client.Settle(writer.NewOps(2));
        writer.NewOps(1);
        await client.Send(writer.NewOps(1));

        var stopped = await client.Next<BatchStopped>();
        Assert.Equal((ErrorCode.OutOfOrder, 3L), (stopped.Error.Code, stopped.NextNumber));
        Assert.Equal((Map, writer.Id), (stopped.Map, stopped.Writer));
    }

    [Fact, Trait("Invariant", "INV-OPS-1"), Trait("Invariant", "INV-OPS-2")]
    public async Task A_repeat_on_another_stream_gets_the_recorded_result_and_has_no_effect()
    {
        await using var server = await TestServer.StartAsync();
        using var first = await server.Connect();
        var batch = new TestWriter(Map).NewOps(3);
        var results = await first.Settle(batch);

        using var second = await server.Connect();
        Assert.Equal(results, await second.Settle(batch));
        Assert.Equal(3, await Head(second));
    }

    [Fact, Trait("Invariant", "INV-OPS-1")]
    public async Task A_known_number_with_another_op_id_is_reused()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.Connect();
        var writer = new TestWriter(Map);
        var batch = writer.NewOps(2);
        await client.Settle(batch);

        var result = Assert.Single(await client.Settle(batch with { Ops = [batch.Ops[0] with { OpId = 42 }] }));

        Assert.Equal((1L, 42ul, OpResultCode.NumberReused), (result.Number, result.OpId, result.Code));
        Assert.Equal(2, await Head(client));
    }

    [Fact, Trait("Invariant", "INV-OPS-1")]
    public async Task A_number_whose_result_was_confirmed_is_settled()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.Connect();
        var writer = new TestWriter(Map);
        var batch = writer.NewOps(2);
        await client.Settle(batch);
        writer.SettledThrough = 2;
        await client.Settle(writer.NewOps(1));

        var results = await client.Settle(batch);

        Assert.All(results, result => Assert.Equal(OpResultCode.Settled, result.Code));
        Assert.Equal(3, await Head(client));
    }

    [Theory]
    [InlineData(RetentionMs - DayMs + 1, true)]
    [InlineData(RetentionMs - DayMs, false)]
    [InlineData(RetentionMs * 100, true)]
    public async Task A_writer_that_nobody_knows_is_closed_if_its_ops_were_first_sent_too_long_ago(long ageMs, bool isClosed)
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.Connect();
        var writer = new TestWriter(Map) { FirstSentMs = Math.Max(1, server.NowMs - ageMs) };
        await client.Send(writer.NewOps(1));

        var answer = await client.Next();
        if (isClosed) Assert.Equal(ErrorCode.WriterClosed, Assert.IsType<BatchStopped>(answer).Error.Code);
        else Assert.Equal(OpResultCode.Applied, Assert.Single(Assert.IsType<OpResults>(answer).Results).Code);
    }

    [Fact]
    public async Task A_writer_that_is_known_may_have_sent_an_op_first_long_ago()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.Connect();
        var writer = new TestWriter(Map);
        await client.Settle(writer.NewOps(1));
        writer.FirstSentMs = 1;

        Assert.Equal(OpResultCode.Applied, Assert.Single(await client.Settle(writer.NewOps(1))).Code);
    }

    [Fact, Trait("Invariant", "INV-OPS-1")]
    public async Task A_confirmation_does_not_open_a_closed_writer()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.Connect();
        var writer = new TestWriter(Map) { FirstSentMs = server.NowMs - RetentionMs };
        writer.NewOps(4);
        writer.SettledThrough = 4;
        await client.Send(writer.Batch());
        await client.Send(writer.NewOps(1));

        Assert.Equal(ErrorCode.WriterClosed, (await client.Next<BatchStopped>()).Error.Code);
    }

    [Theory, Trait("Invariant", "INV-HLC-3")]
    [InlineData(500, false)]
    [InlineData(501, true)]
    [InlineData(315_360_000_000, true)]
    [InlineData(-315_360_000_000, false)]
    public async Task A_clock_that_runs_ahead_is_stamped_by_the_server(long driftMs, bool isStamped)
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.Connect();
        var writer = new TestWriter(Map);

        var results = await client.Settle(writer.Batch(writer.Make(new ValueWrite("a", WriteBase.Unknown, 1), millis: server.NowMs + driftMs)));

        Assert.Equal(OpResultCode.Applied, results[0].Code);
        Assert.Equal(isStamped ? server.NowMs : null, results[0].Stamped?.Millis);
    }

    [Fact, Trait("Invariant", "INV-HLC-3")]
    public async Task What_builds_on_a_stamped_op_is_stamped_too()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.Connect();
        var writer = new TestWriter(Map);
        var ahead = server.NowMs + 10_000;

        var results = await client.Settle(writer.Batch(
            writer.Make(new ValueWrite("a", WriteBase.Unknown, 1), millis: ahead),
            writer.Make(new ValueWrite("a", WriteBase.Live, 2), new OpReference(writer.Id, 1), ahead + 1)));

        Assert.All(results, result => Assert.Equal(OpResultCode.Applied, result.Code));
        Assert.True(results[1].Stamped > results[0].Stamped);
    }

    [Fact, Trait("Invariant", "INV-LWW-3")]
    public async Task A_patch_of_a_removed_record_is_refused_and_what_builds_on_it_too()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.Connect();
        var writer = new TestWriter(Map);

        var results = await client.Settle(writer.Batch(
            writer.Set("a", 1),
            writer.Remove("a"),
            writer.Make(Patch("a", 2)),
            writer.Make(Patch("a", 3), new OpReference(writer.Id, 3)),
            writer.Make(new RemoveWrite("a", WriteBase.Live), new OpReference(writer.Id, 4)),
            writer.Make(new ReplaceWrite("a", WriteBase.Unknown, Value.Object(("value", 4))), new OpReference(writer.Id, 5))));

        Assert.Equal(
            "Applied Applied RecordRemoved PriorRejected PriorRejected Applied".Split(' '),
            results.Select(result => $"{result.Code}"));
        Assert.All(results.Where(result => result.Code.IsRefusal()), result => Assert.False(string.IsNullOrEmpty(result.Reason)));
    }

    [Fact]
    public async Task What_builds_on_an_op_that_was_given_up_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.Connect();
        var writer = new TestWriter(Map);

        var results = await client.Settle(writer.Batch(writer.Make(null), writer.Make(new PatchWrite("a", WriteBase.Unknown, Value.Object(("x", 1)).Fields, []), new OpReference(writer.Id, 1))));

        Assert.Equal([OpResultCode.Voided, OpResultCode.PriorRejected], results.Select(result => result.Code));
    }

    [Fact]
    public async Task An_op_that_builds_on_one_of_another_writer_waits_for_it()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.Connect();
        TestWriter older = new(Map, suffix: "old"), newer = new(Map, suffix: "new");
        var first = older.Batch(older.Set("a", 1));
        var second = newer.Batch(newer.Make(Patch("a", 2), new OpReference(older.Id, 1), first.Ops[0].Millis + 1));
        await client.Send(second);

        var stopped = await client.Next<BatchStopped>();
        Assert.Equal((ErrorCode.OutOfOrder, 1L), (stopped.Error.Code, stopped.NextNumber));
        Assert.Equal(("node-1~old", "1"), (stopped.Error.Metadata!["after_writer"], stopped.Error.Metadata["after_number"]));
        await client.Settle(first);
        Assert.Equal(OpResultCode.Applied, Assert.Single(await client.Settle(second)).Code);
    }

    [Fact, Trait("Invariant", "INV-HLC-1")]
    public async Task A_timestamp_that_goes_back_is_raised_above_the_writers_last_one()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.Connect();
        var writer = new TestWriter(Map);

        var results = await client.Settle(writer.Batch(
            writer.Make(new ValueWrite("a", WriteBase.Unknown, 1), millis: 10), writer.Make(new ValueWrite("b", WriteBase.Unknown, 1), millis: 9)));

        Assert.All(results, result => Assert.Equal(OpResultCode.Applied, result.Code));
        Assert.Null(results[0].Stamped);
        Assert.Equal(new HlcTimestamp(10, 1, writer.Id.ClockName), results[1].Stamped);
    }

    private static PatchWrite Patch(string key, int value) => new(key, WriteBase.Live, Value.Object(("value", value)).Fields, []);

    private static async Task<long> Head(RawClient client)
    {
        await client.Send(new Subscribe(1, Map, null, []));
        while (true)
            if (await client.Next() is CaughtUp caughtUp) return caughtUp.At.Version;
    }
}
