using Google.Protobuf;
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
            await AssertNotReadAsync(server, refused);
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

    // Behind the name of the map is nothing that could be read.
    private static async Task AssertNotReadAsync(TestServer server, RpcException refused)
    {
        var method = new Method<byte[], Wire.BatchResponse>(
            MethodType.Unary, "topgun.v1.MapService", "Batch", Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes), Marshallers.Create(message => message.ToByteArray(), Wire.BatchResponse.Parser.ParseFrom));
        var client = new CallClient(server);
        async Task<RpcException> Call(string map, string authorization = "")
        {
            var headers = authorization.Length == 0 ? client.Headers : new Metadata { { "authorization", authorization } };
            byte[] broken =
            [
                0x0A, (byte)map.Length, .. System.Text.Encoding.ASCII.GetBytes(map),
                .. Enumerable.Repeat<byte[]>([0x12, 0], 100).SelectMany(write => write), 0x12, 100, 1, 2, 3,
            ];
            return await Assert.ThrowsAsync<RpcException>(() => server.Channel.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(headers), broken).ResponseAsync);
        }

        var unread = await Call("load");
        Assert.Equal((refused.StatusCode, refused.Status.Detail), (unread.StatusCode, unread.Status.Detail));
        Assert.Equal(refused.Trailers.GetValue("topgun-error"), unread.Trailers.GetValue("topgun-error"));
        Assert.InRange(RichStatus.Detail<Google.Rpc.RetryInfo>(unread)!.RetryDelay.ToTimeSpan(), TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10));
        // Where there is room it is read, and leaves its place however it ends: these together have more writes than may wait. Who is not known is told nothing of what goes on here.
        for (var i = 0; i < 30; i++) Assert.Equal(StatusCode.Internal, (await Call("elsewhere")).StatusCode);
        Assert.NotEqual(StatusCode.ResourceExhausted, (await Call("load", "Bearer x.y.z")).StatusCode);
    }

    [Fact, Trait("Invariant", "INV-LIM-3"), Trait("Invariant", "INV-LIM-4")]
    public async Task Who_floods_the_server_is_held_back_and_who_does_not_is_not()
    {
        var store = new FaultInjectingStore(new MemoryStore());
        await using var server = await TestServer.StartAsync(configure: options => options.Limits.WaitingOps = 1_000, store: store);
        var (flood, quiet) = (new CallClient(server), new CallClient(server, "bob"));
        await flood.Put("first", CallClient.Number(0));

        store.Inject(StoreStep.Commit, StoreFault.HangBefore);
        var first = flood.Put("second", CallClient.Number(0));
        await store.WhenHanging();
        Task<Wire.BatchResponse>[] calls = [];
        Task<Wire.PutResponse>? late = null;
        try
        {
            // Ten times what it may have waiting, and what is judged meanwhile. While the store stands still only those end that are held back.
            calls = [.. Enumerable.Range(0, 100).Select(number => flood.Stub.BatchAsync(BatchOf(number), flood.Headers).ResponseAsync)];
            await Task.WhenAny(calls).WaitAsync(TimeSpan.FromMinutes(1));
            late = quiet.Put("of bob", CallClient.Number(1));
        }
        finally
        {
            store.Release();
        }

        Assert.True((await late.WaitAsync(TimeSpan.FromMinutes(1))).Version > 0);
        await first.WaitAsync(TimeSpan.FromMinutes(1));
        await Task.WhenAll(calls).WaitAsync(TimeSpan.FromMinutes(1)).ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.Contains(calls, call => call.IsFaulted);
        for (var number = 0; number < calls.Length; number++)
        {
            // What was not taken was never made, and what was taken was.
            var value = await flood.Get($"{number}-0");
            if (calls[number].IsCompletedSuccessfully)
            {
                Assert.NotNull(value);
                continue;
            }

            var held = await Assert.ThrowsAsync<RpcException>(() => calls[number]);
            Assert.Equal(StatusCode.ResourceExhausted, held.StatusCode);
            Assert.True(RichStatus.Detail<Google.Rpc.RetryInfo>(held)!.RetryDelay.ToTimeSpan() > TimeSpan.Zero);
            Assert.Null(value);
        }
    }

    [Fact, Trait("Invariant", "INV-LIM-3")]
    public async Task Calls_for_whose_keys_the_store_is_asked_take_their_room_meanwhile()
    {
        var store = new FaultInjectingStore(new MemoryStore());
        await using var server = await TestServer.StartAsync(configure: options => options.Limits.WaitingOps = 1_000, store: store);
        var (flood, quiet) = (new CallClient(server), new CallClient(server, "bob"));
        await flood.Put("first", CallClient.Number(0));

        // Five have half of the room.
        store.Inject(StoreStep.Find, StoreFault.HangBefore, times: 6);
        Task<Wire.BatchResponse>[] calls;
        try
        {
            calls = [.. Enumerable.Range(0, 100).Select(number => flood.Stub.BatchAsync(KeyedBatchOf(number), flood.Headers).ResponseAsync)];
            var held = await Task.WhenAny(calls).WaitAsync(TimeSpan.FromMinutes(1));
            Assert.Equal(StatusCode.ResourceExhausted, (await Assert.ThrowsAsync<RpcException>(() => held)).StatusCode);
            Assert.True((await quiet.Put("of bob", CallClient.Number(1)).WaitAsync(TimeSpan.FromMinutes(1))).Version > 0);
        }
        finally
        {
            store.Release();
        }

        await EndedAsync(Task.WhenAll(calls));
        Assert.Contains(calls, call => call.IsCompletedSuccessfully);
        // Who was held back has used no key, and what was taken has left its room.
        var again = Array.FindIndex(calls, call => call.IsFaulted);
        var repeat = flood.Stub.BatchAsync(KeyedBatchOf(again), flood.Headers).ResponseAsync;
        await EndedAsync(repeat);
        Assert.All((await repeat).Results, result => Assert.True(result.Version > 0));

        // Fewer may have hung so far than were to.
        async Task EndedAsync(Task ending)
        {
            while (await Task.WhenAny(ending, Task.Delay(50)) != ending) store.Release();
        }
    }

    [Theory]
    [InlineData("a line\nand another")]
    [InlineData("50 % of\t\u0000 gr\u00FCn")]
    public async Task A_map_of_any_name_is_held_back_in_the_same_words(string map)
    {
        var time = new ManualTime();
        await using var server = await TestServer.StartAsync(time, configure: options => options.Limits.WaitingOps = 1);
        var waiting = server.Partitions.Of(map);
        var calls = new CallClient(server);
        await calls.Put("known", CallClient.Number(1));
        using var place = waiting.TryEnter(map, "somebody", 1, 1).Place;
        for (var i = 0; i < 3; i++)
        {
            // The first is read. From then on it is held back before that.
            var held = await Assert.ThrowsAsync<RpcException>(
                () => calls.Stub.PutAsync(new() { Map = map, Key = "k", Value = CallClient.Number(1) }, calls.Headers).ResponseAsync);
            Assert.Equal(StatusCode.ResourceExhausted, held.StatusCode);
            Assert.Contains($"waiting for map {map} and its neighbours", held.Status.Detail);
            Assert.True(RichStatus.Detail<Google.Rpc.RetryInfo>(held)!.RetryDelay.ToTimeSpan() > TimeSpan.Zero);
        }

        place!.Dispose();
        Assert.True((await calls.Stub.PutAsync(new() { Map = map, Key = "k", Value = CallClient.Number(1) }, calls.Headers)).Version > 0);
    }

    [Fact]
    public async Task A_call_over_the_rate_of_its_user_is_held_back_before_it_is_read_too()
    {
        var time = new ManualTime();
        await using var server = await TestServer.StartAsync(time, configure: options => (options.Limits.OpsBurst, options.Limits.OpsPerSecond) = (100, 100));
        var calls = new CallClient(server);
        Wire.BatchWrite[] writes = [.. Enumerable.Range(0, 60).Select(i => new Wire.BatchWrite { Key = $"{i}", Put = CallClient.Number(i) })];
        await calls.Batch(false, "", writes);
        // The first is read and finds that there is too little; from then on the number of its writes is enough.
        for (var i = 0; i < 3; i++)
        {
            var refused = await Assert.ThrowsAsync<RpcException>(() => calls.Batch(false, "", writes));
            Assert.Equal(200, RichStatus.Detail<Google.Rpc.RetryInfo>(refused)!.RetryDelay.ToTimeSpan().TotalMilliseconds);
        }

        // What is held back is not counted, and what is small enough is taken.
        await calls.Batch(false, "", writes[..40]);
        time.Advance(TimeSpan.FromMilliseconds(600));
        Assert.Equal(60, (await calls.Batch(false, "", writes)).Results.Count);
    }

    private static Wire.BatchRequest BatchOf(int number) => new()
    {
        Map = CallClient.Map,
        Writes = { Enumerable.Range(0, 100).Select(i => new Wire.BatchWrite { Key = $"{number}-{i}", Put = CallClient.Number(i) }) },
    };

    private static Wire.BatchRequest KeyedBatchOf(int number)
    {
        var batch = BatchOf(number);
        foreach (var write in batch.Writes) write.IdempotencyKey = write.Key;
        return batch;
    }

    private static TestWriter Writer(int node) => new("load", $"node-{node}", $"w{node}") { FirstSentMs = ManualTime.NewYear };
}
