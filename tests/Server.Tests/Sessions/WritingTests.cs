using TopGun.Core.Access;
using TopGun.Core.Sync;
using TopGun.Server.Tests.Storage;

namespace TopGun.Server.Tests.Sessions;

/// <summary>Batches on a stream: what is answered to them.</summary>
public class WritingTests
{
    private const string Map = SessionBench.Map;

    [Fact]
    public async Task A_batch_of_another_node_ends_the_stream()
    {
        await using var bench = new SessionBench();
        using var client = await bench.Connect("node-1");
        client.Stream.Send(new TestWriter(Map, "node-2").NewOps(1));

        var error = await client.EndsWith(ErrorCode.InvalidFrame);
        Assert.Contains("node-1", error.Message);
        Assert.Contains("node-2", error.Message);
    }

    [Fact]
    public async Task A_batch_of_too_many_ops_ends_the_stream()
    {
        await using var bench = new SessionBench(limits: new SyncLimits { MaxBatchOps = 10 });
        using var client = await bench.Connect();
        client.Stream.Send(new TestWriter(Map).NewOps(11));

        Assert.Contains("11 ops; at most 10", (await client.EndsWith(ErrorCode.LimitExceeded)).Message);
    }

    [Fact]
    public async Task A_batch_with_ops_says_when_it_was_first_sent()
    {
        await using var bench = new SessionBench();
        using var client = await bench.Connect();
        client.Stream.Send(new TestWriter(Map).NewOps(1) with { FirstSentMs = 0 });

        Assert.Contains("first_sent_ms", (await client.EndsWith(ErrorCode.InvalidFrame)).Message);
    }

    [Fact]
    public async Task Who_may_not_write_or_remove_is_told_so_op_by_op()
    {
        await using var bench = new SessionBench(new Access().Deny("readonly", MapAction.Put, MapAction.Remove).Deny("keep", MapAction.Remove));
        using var client = await bench.Connect();
        TestWriter put = new("readonly"), remove = new("keep");

        var refused = await client.Settle(put.Batch(put.Set("a", 1), put.Remove("a")));
        var kept = await client.Settle(remove.Batch(remove.Set("a", 1), remove.Remove("a")));

        Assert.All(refused, result => Assert.Equal(OpResultCode.Forbidden, result.Code));
        Assert.Contains("PUT", refused[0].Reason);
        Assert.Contains("REMOVE", refused[1].Reason);
        Assert.Equal([OpResultCode.Applied, OpResultCode.Forbidden], kept.Select(result => result.Code));
    }

    [Fact]
    public async Task A_gap_stops_the_batch_and_names_the_number_that_is_due()
    {
        await using var bench = new SessionBench();
        using var client = await bench.Connect();
        var writer = new TestWriter(Map);
        await client.Settle(writer.NewOps(2));
        writer.NewOps(3);
        client.Stream.Send(writer.NewOps(2));

        var stopped = await client.Stream.Next<BatchStopped>();
        Assert.Equal((ErrorCode.OutOfOrder, 3), (stopped.Error.Code, stopped.NextNumber));
    }

    [Fact, Trait("Invariant", "INV-OPS-2")]
    public async Task A_repeat_on_the_same_stream_gets_its_results_again()
    {
        await using var bench = new SessionBench();
        using var client = await bench.Connect();
        var batch = new TestWriter(Map).NewOps(3);

        var first = await client.Settle(batch);
        Assert.Equal(first, await client.Settle(batch));
    }

    [Fact]
    public async Task While_the_store_does_not_commit_batches_are_sent_back()
    {
        await using var bench = new SessionBench();
        using var client = await bench.Connect();
        bench.Store.Inject(StoreStep.Commit, StoreFault.UnavailableAfter);
        var batch = new TestWriter(Map).NewOps(3);
        client.Stream.Send(batch);

        var stopped = await client.Stream.Next<BatchStopped>();
        Assert.Equal((ErrorCode.Unavailable, 1), (stopped.Error.Code, stopped.NextNumber));
        Assert.True(stopped.Error.RetryAfterMs > 0);
        Assert.All(await client.Settle(batch), result => Assert.Equal(OpResultCode.Applied, result.Code));
    }
}
