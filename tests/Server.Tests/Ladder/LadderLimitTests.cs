using Grpc.Core;
using TopGun.Core.Sync;
using TopGun.Protocol.Frames;
using TopGun.Server.Sessions;
using TopGun.Server.Sessions.Ladder;
using TopGun.Server.Tests.Endpoint;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Tests.Ladder;

/// <summary>What a session in calls may take of the server.</summary>
public sealed class LadderLimitTests
{
    private readonly ManualTime _time = new();

    [Fact, Trait("Invariant", "INV-SES-3")]
    public async Task Requests_over_a_limit_are_refused_and_the_session_lives_on()
    {
        await using var server = await TestServer.StartAsync(_time);
        using var client = new CallClient(server);
        await client.Greet();

        Assert.Contains("60,001", await CallClient.Fails(() => client.Poll(1, 60_001), StatusCode.ResourceExhausted, Wire.ErrorCode.LimitExceeded));
        Assert.Contains("257", await CallClient.Fails(() => client.Send(2, [.. Enumerable.Repeat(new Ping(1), 257)]), StatusCode.ResourceExhausted, Wire.ErrorCode.LimitExceeded));
        await CallClient.Fails(() => client.Send(0, new Ping(1)), StatusCode.InvalidArgument, Wire.ErrorCode.InvalidFrame);
        await CallClient.Fails(() => client.Send(long.MaxValue, new Ping(1)), StatusCode.InvalidArgument, Wire.ErrorCode.InvalidFrame);
        await CallClient.Fails(
            () => client.Send(new Wire.SendFramesRequest { ReceivedThrough = 2 }), StatusCode.InvalidArgument, Wire.ErrorCode.InvalidFrame);
        await CallClient.Fails(
            () => client.Send(new Wire.SendFramesRequest { SessionToken = new string('x', 129) }), StatusCode.InvalidArgument, Wire.ErrorCode.InvalidFrame);
        using var stranger = new CallClient(server);
        await CallClient.Fails(() => stranger.Send(1, CallClient.Hello()), StatusCode.NotFound, Wire.ErrorCode.SessionUnknown);
        using var begun = stranger.Call(5, 0);
        await CallClient.Fails(() => CallClient.Next(begun), StatusCode.InvalidArgument, Wire.ErrorCode.InvalidFrame);

        await client.Send(2, new Ping(1));
        Assert.IsType<Pong>(Assert.Single(await client.Poll(1)).Frame);
    }

    [Fact, Trait("Invariant", "INV-SES-3")]
    public async Task A_user_has_only_so_many_and_the_oldest_that_is_not_called_for_gives_way()
    {
        await using var server = await TestServer.StartAsync(_time, configure: options => options.MaxSessionsPerUser = 2);
        using var first = new CallClient(server);
        using var second = new CallClient(server);
        await first.Greet("node-1");
        await second.Greet("node-2");
        using var call = second.Call(1);
        await CallClient.Next(call);

        using var third = new CallClient(server);
        using var open = third.Call();
        await CallClient.Next(open);
        await CallClient.Fails(() => first.Poll(1), StatusCode.NotFound, Wire.ErrorCode.SessionUnknown);
        using var fourth = new CallClient(server);
        await CallClient.Fails(fourth.Begin, StatusCode.ResourceExhausted, Wire.ErrorCode.LimitExceeded);

        using var other = new CallClient(server, "bob");
        await other.Greet("node-3");
    }

    [Fact]
    public async Task A_reader_that_confirms_nothing_is_sent_no_more_and_then_nothing_at_all()
    {
        var settings = new LadderSettings { MaxKeptFrames = 3 };
        var outbox = new FrameOutbox(settings, _time);
        for (var i = 0; i < 3; i++) await Write(i);
        var fourth = Write(3);
        var fifth = Task.CompletedTask;
        Assert.False(fourth.IsCompleted);
        Assert.Equal([1L, 2L, 3L], outbox.After(0, int.MaxValue).Select(frame => frame.Number));

        outbox.Confirm(1);
        await fourth.WaitAsync(CallClient.Patience);
        fifth = Write(4);
        await _time.WhenTimerIsDueIn(settings.ConfirmPatience);
        _time.Advance(settings.ConfirmPatience);

        var failure = await Assert.ThrowsAsync<SyncException>(() => fifth.WaitAsync(CallClient.Patience));
        Assert.Equal(ErrorCode.LimitExceeded, failure.Error.Code);
        // The reason itself gets through.
        await outbox.WriteAsync(ServerFrameMapping.ToWire(new StreamEnded(failure.Error)), FrameFlush.Now, CancellationToken.None);
        Assert.Equal([2L, 3L, 4L, 5L], outbox.After(1, int.MaxValue).Select(frame => frame.Number));

        Task Write(int nonce) => outbox.WriteAsync(ServerFrameMapping.ToWire(new Pong(nonce, 1)), FrameFlush.Now, CancellationToken.None);
    }

    [Fact]
    public async Task A_session_that_does_not_read_slows_its_client_down()
    {
        var inbox = new FrameInbox(new LadderSettings { MaxWaitingCalls = 1 }, _time);
        Assert.Equal(2, await inbox.TakeAsync(1, Pings(2), false, default));
        var next = inbox.TakeAsync(3, Pings(1), false, default);
        Assert.False(next.IsCompleted);
        Assert.Equal(2, await inbox.TakeAsync(1, Pings(2), false, default));
        Assert.Equal(ErrorCode.LimitExceeded, (await Assert.ThrowsAsync<SyncException>(() => inbox.TakeAsync(4, Pings(1), false, default))).Error.Code);
        // It is not missing, it waits: however long.
        _time.Advance(TimeSpan.FromMinutes(1));

        await inbox.ReadAsync(default);
        await inbox.ReadAsync(default);
        Assert.Equal(3, await next.WaitAsync(CallClient.Patience));

        static Wire.ClientFrame[] Pings(int count) => [.. Enumerable.Range(0, count).Select(i => new Wire.ClientFrame { Ping = new Wire.Ping { Nonce = (ulong)i } })];
    }
}
