using Grpc.Core;
using Grpc.Net.Client;
using TopGun.EndToEnd.Processes;
using TopGun.EndToEnd.Wire;
using TopGun.Grpc.Wire;
using TopGun.Protocol.V1;

namespace TopGun.EndToEnd.Ladder;

/// <summary>A frame that never arrives.</summary>
public sealed class GapTests
{
    private const string Map = "gap";

    [Fact]
    [Trait("Invariant", "INV-OPS-1")]
    [Trait("Invariant", "INV-SES-5")]
    public async Task It_ends_the_session_and_the_next_one_finds_the_op_log_whole()
    {
        const int Batch = 10;
        using var place = new Place();
        await using var server = await ServerProcess.StartAsync(place.Data);
        using var channel = GrpcChannel.ForAddress(server.Address);
        var client = new SyncService.SyncServiceClient(channel);
        var options = new CallOptions(new Metadata { { "authorization", $"Bearer {server.Token}" } });
        var log = new WriterLog(Map, "gap");
        for (var i = 1; i <= 3 * Batch; i++) log.Add(Ledger.Write($"key-{i % 7}", $"{i}"));

        using var opened = client.OpenSession(new OpenSessionRequest(), options);
        Assert.True(await opened.ResponseStream.MoveNext(CancellationToken.None));
        var session = opened.ResponseStream.Current.SessionToken;
        await SendAsync(1, new ClientFrame { Hello = new Hello { MinVersion = 1, MaxVersion = 1, NodeId = "gap", Client = "end-to-end" } }, log.Batch(1, Batch));
        for (var heard = 0UL; heard < Batch;)
        {
            Assert.True(await opened.ResponseStream.MoveNext(CancellationToken.None));
            if (opened.ResponseStream.Current.Frame.OpResults is not { } results) continue;
            log.Take(results);
            heard = results.Results[^1].Number;
        }

        // Frame 3, with the second batch, is lost. So the third may not be looked at, however long it waits.
        var error = await Assert.ThrowsAsync<RpcException>(() => SendAsync(4, log.Batch((2 * Batch) + 1, 3 * Batch)));
        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        Assert.True(await opened.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(ErrorCode.Unavailable, opened.ResponseStream.Current.Frame.Error.Code);
        error = await Assert.ThrowsAsync<RpcException>(() => opened.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        Assert.Equal((ulong)Batch, (await Copy.FetchAsync(server.Address, server.Token, Map)).Cursor!.Version);

        using var calls = await WireCalls.OpenAsync(server.Address, server.Token, "gap", seed: 1, WireForm.Grpc);
        await calls.SendAsync(log.Batch(1, 3 * Batch));
        await calls.CompleteAsync();
        while (await calls.ReadAsync() is { } frame)
            if (frame.OpResults is { } results) log.Take(results);

        Assert.Equal((3 * Batch, Batch), (log.Answered, log.Repeats));
        Assert.Equal(3 * Batch, Ledger.AssertExactlyOnce(log.Lines(), await Copy.FetchAsync(server.Address, server.Token, Map)));

        async Task SendAsync(ulong first, params ClientFrame[] frames)
            => await client.SendFramesAsync(new SendFramesRequest { SessionToken = session, FirstNumber = first, Frames = { frames } }, options);
    }
}
