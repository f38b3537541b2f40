using Grpc.Core;
using TopGun.Core.Sync;
using TopGun.Grpc.Errors;
using TopGun.Server.Storage;
using TopGun.Server.Tests.Calls;
using TopGun.Server.Tests.Endpoint;
using TopGun.Server.Tests.Storage;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Tests.Limits;

/// <summary>More load than the server can take: what it takes it answers, and the rest it refuses at once, with the time to wait.</summary>
public sealed class OverloadTests
{
    [Fact]
    public async Task What_waits_is_bounded_and_what_is_beyond_is_told_to_come_again()
    {
        var store = new FaultInjectingStore(new MemoryStore());
        await using var server = await TestServer.StartAsync(
            configure: options => (options.Limits.WaitingOps, options.Limits.OpsBurst, options.Limits.OpsPerSecond) = (2_000, 20_000, 1), store: store);
        using var first = await server.Connect("node-0");
        await first.Settle(Writer(0).NewOps(1));

        // The store stands still; what is judged on top of it is bounded too, and then nothing is taken out of the queue.
        store.Inject(StoreStep.Commit, StoreFault.HangBefore);
        List<RawClient> clients = [];
        List<OpBatch> held = [];
        for (var i = 1; i <= 20; i++)
        {
            var client = await server.Connect($"node-{i}");
            clients.Add(client);
            await client.Send(Writer(i).NewOps(900));
        }

        await store.WhenHanging();
        List<RawClient> waiting = [];
        try
        {
            // Ten times what fits was offered. Nobody is left without an answer: a few wait for the store, all others know at once.
            foreach (var client in clients)
            {
                await client.Send(new Ping(7));
                List<ServerFrame> told = [];
                while (told.LastOrDefault() is not Pong) told.Add(await client.Next());
                if (told.OfType<BatchStopped>().SingleOrDefault() is not { } stopped)
                {
                    waiting.Add(client);
                    continue;
                }

                Assert.Equal(ErrorCode.RateLimited, stopped.Error.Code);
                Assert.InRange(stopped.Error.RetryAfterMs, 200, 1_000);
            }

            // Up to 4,000 ops in the commit under way, as many judged on top of it, and the queue, each with the batch that filled it.
            Assert.InRange(waiting.Count, 2, 15);
            var refused = await Assert.ThrowsAsync<RpcException>(() => new CallClient(server).Stub.PutAsync(
                new() { Map = "load", Key = "k", Value = CallClient.Number(1) }, new CallClient(server).Headers).ResponseAsync);
            Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
            await AssertNotChargedAsync(new CallClient(server));
            Assert.True(RichStatus.Detail<Google.Rpc.RetryInfo>(refused)!.RetryDelay.ToTimeSpan() > TimeSpan.Zero);
        }
        finally
        {
            // Else a server whose test has failed would wait for its store for ever.
            store.Release();
        }

        // It goes on as soon as the store does: what was taken is answered, and who was held back gets through.
        foreach (var client in waiting)
        {
            var results = 0;
            while (results < 900)
                if (await client.Next() is OpResults more) results += more.Results.Count;
        }

        var later = clients.Except(waiting).First();
        var number = clients.IndexOf(later) + 1;
        Assert.All(await later.Settle(Writer(number).NewOps(900)), result => Assert.Equal(OpResultCode.Applied, result.Code));
        foreach (var client in clients) client.Dispose();
    }

    // More than the user may write at once: each is held back since the queue is full, and none since the user has written too much.
    private static async Task AssertNotChargedAsync(CallClient client)
    {
        var batch = new Wire.BatchRequest { Map = "load", Writes = { Enumerable.Range(0, 100).Select(i => new Wire.BatchWrite { Key = $"{i}", Put = CallClient.Number(i) }) } };
        for (var i = 0; i < 200; i++)
        {
            var held = await Assert.ThrowsAsync<RpcException>(() => client.Stub.BatchAsync(batch, client.Headers).ResponseAsync);
            Assert.Contains("as many writes waiting", held.Status.Detail);
        }
    }

    private static TestWriter Writer(int node) => new("load", $"node-{node}", $"w{node}") { FirstSentMs = ManualTime.NewYear };
}
