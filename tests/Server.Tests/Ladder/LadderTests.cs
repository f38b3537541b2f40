using Grpc.Core;
using TopGun.Core.Sync;
using TopGun.Server.Tests.Auth;
using TopGun.Server.Tests.Endpoint;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Tests.Ladder;

/// <summary>A conversation in calls: the same frames, whatever is lost, repeated or late.</summary>
public sealed class LadderTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync(_time);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Frames_come_on_an_open_call_as_they_are_said()
    {
        using var client = new CallClient(_server);
        using var call = client.Call();
        client.Session = (await CallClient.Next(call)).SessionToken;
        await client.Send(1, CallClient.Hello());
        Assert.Equal((1, true), Is<Welcome>(await CallClient.NextFrame(call)));
        await client.Send(2, new Ping(7), new Ping(8));
        Assert.Equal((2, true), Is<Pong>(await CallClient.NextFrame(call)));
        Assert.Equal((3, true), Is<Pong>(await CallClient.NextFrame(call)));
    }

    [Fact]
    public async Task Ops_are_settled_by_calls_that_wait()
    {
        using var client = new CallClient(_server);
        await client.Greet();
        var writer = new TestWriter("w", "node-1") { FirstSentMs = _server.NowMs };
        await client.Send(2, writer.NewOps(3));

        var results = Assert.IsType<OpResults>(Assert.Single(await client.Poll(1)).Frame);
        Assert.Equal(3, results.Results.Count);
        Assert.All(results.Results, result => Assert.Equal(OpResultCode.Applied, result.Code));
    }

    [Fact, Trait("Invariant", "INV-SES-4")]
    public async Task A_repeated_call_answers_ok_and_has_no_second_effect()
    {
        using var client = new CallClient(_server);
        await client.Greet();
        Assert.Equal(2UL, (await client.Send(2, new Ping(1))).ReceivedThrough);
        Assert.Equal(2UL, (await client.Send(2, new Ping(1))).ReceivedThrough);
        Assert.Equal(3UL, (await client.Send(2, new Ping(1), new Ping(2))).ReceivedThrough);
        Assert.Equal(3UL, (await client.Send(1, CallClient.Hello(), new Ping(1))).ReceivedThrough);

        Assert.Equal([1L, 2L], await Nonces(client, 1, 2));
    }

    [Fact, Trait("Invariant", "INV-SES-4")]
    public async Task Calls_that_overtake_each_other_wait_for_their_turn()
    {
        using var client = new CallClient(_server);
        await client.Greet();
        var fourth = client.Send(4, new Ping(3));
        var third = client.Send(3, new Ping(2));
        await _time.WhenTimerIsDueIn(TimeSpan.FromSeconds(5));
        await client.Send(2, new Ping(1));
        await Task.WhenAll(third, fourth);

        Assert.Equal([1L, 2L, 3L], await Nonces(client, 1, 3));
    }

    [Fact]
    public async Task A_gap_that_stays_ends_the_session()
    {
        using var client = new CallClient(_server);
        await client.Greet();
        var early = client.Send(3, new Ping(2));
        await _time.WhenTimerIsDueIn(TimeSpan.FromSeconds(5));
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Contains("before number 3", await CallClient.Fails(() => early, StatusCode.Unavailable, Wire.ErrorCode.Unavailable));
        await CallClient.Fails(() => client.Poll(1), StatusCode.Unavailable, Wire.ErrorCode.Unavailable);
        await _server.LivesOn();
    }

    [Fact, Trait("Invariant", "INV-SES-4")]
    public async Task Frames_that_were_not_confirmed_come_again()
    {
        using var client = new CallClient(_server);
        await client.Greet();
        await client.Send(2, new Ping(1), new Ping(2));
        Assert.Equal([1L, 2L], await Nonces(client, 1, 2));

        // The answer was lost on the way: nothing was confirmed.
        Assert.Equal([1L, 2L], await Nonces(client, 1, 2));
        Assert.Equal([2L], await Nonces(client, 2, 1));

        // What was confirmed is gone.
        await CallClient.Fails(() => client.Poll(1), StatusCode.InvalidArgument, Wire.ErrorCode.InvalidFrame);
        await CallClient.Fails(() => client.Poll(9), StatusCode.InvalidArgument, Wire.ErrorCode.InvalidFrame);
    }

    [Fact]
    public async Task A_later_call_ends_an_earlier_one()
    {
        using var client = new CallClient(_server);
        await client.Greet();
        using var first = client.Call(1);
        await CallClient.Next(first);
        using var second = client.Call(1);
        await CallClient.Next(second);

        Assert.False(await first.ResponseStream.MoveNext().WaitAsync(CallClient.Patience));
        await client.Send(2, new Ping(5));
        Assert.Equal((2, true), Is<Pong>(await CallClient.NextFrame(second)));
    }

    [Fact]
    public async Task A_wait_is_over_when_its_time_is()
    {
        using var client = new CallClient(_server);
        await client.Greet();
        var poll = client.Poll(1, 20_000);
        await _time.WhenTimerIsDueIn(TimeSpan.FromSeconds(20));
        _time.Advance(TimeSpan.FromSeconds(20));

        Assert.Empty(await poll);
        Assert.Empty(await client.Poll(1, 0));
    }

    [Fact]
    public async Task The_last_frame_and_the_status_say_why_a_session_ended_and_say_it_again()
    {
        using var client = new CallClient(_server);
        await client.Greet();
        await client.Send(2, CallClient.Hello());
        using var call = client.Call(1);
        await CallClient.Next(call);
        Assert.Equal((2, true), Is<StreamEnded>(await CallClient.NextFrame(call)));
        for (var times = 0; times < 2; times++)
            await CallClient.Fails(() => client.Poll(2), StatusCode.InvalidArgument, Wire.ErrorCode.InvalidFrame);
        await CallClient.Fails(() => client.Send(3, new Ping(1)), StatusCode.InvalidArgument, Wire.ErrorCode.InvalidFrame);
    }

    [Fact]
    public async Task A_client_that_ends_its_side_gets_its_answers_and_an_end_again_until_it_has_them()
    {
        using var client = new CallClient(_server);
        await client.Greet();
        using var call = client.Call(1);
        await CallClient.Next(call);
        var writer = new TestWriter("w", "node-1") { FirstSentMs = _server.NowMs };
        await client.Send(2, writer.NewOps(1));
        await client.Send(new Wire.SendFramesRequest { IsLast = true });

        Assert.Equal((2, true), Is<OpResults>(await CallClient.NextFrame(call)));
        Assert.False(await call.ResponseStream.MoveNext().WaitAsync(CallClient.Patience));
        // As if the call had been cut before its last frame came.
        Assert.Equal((2, true), Is<OpResults>(Assert.Single(await client.Poll(1))));
        Assert.Empty(await client.Poll(2));
        await CallClient.Fails(() => client.Poll(2), StatusCode.NotFound, Wire.ErrorCode.SessionUnknown);
    }

    [Fact]
    public async Task A_session_that_nobody_calls_for_is_forgotten()
    {
        using var client = new CallClient(_server);
        await client.Greet();
        await _time.WhenTimerIsDueIn(TimeSpan.FromSeconds(30));
        _time.Advance(TimeSpan.FromSeconds(30));

        await CallClient.Fails(() => client.Poll(1), StatusCode.NotFound, Wire.ErrorCode.SessionUnknown);
        await CallClient.Fails(() => client.Send(2, new Ping(1)), StatusCode.NotFound, Wire.ErrorCode.SessionUnknown);
    }

    [Fact]
    public async Task A_session_is_its_users_alone()
    {
        using var client = new CallClient(_server);
        await client.Greet();
        using var mallory = new CallClient(_server, "mallory") { Session = client.Session };

        await CallClient.Fails(() => mallory.Poll(1), StatusCode.NotFound, Wire.ErrorCode.SessionUnknown);
        await CallClient.Fails(() => mallory.Send(2, new Ping(1)), StatusCode.NotFound, Wire.ErrorCode.SessionUnknown);
        using var nobody = new CallClient(_server, token: "nonsense") { Session = client.Session };
        await CallClient.Fails(() => nobody.Poll(1), StatusCode.Unauthenticated, Wire.ErrorCode.Unauthenticated);
        await CallClient.Fails(() => nobody.Send(2, new Ping(1)), StatusCode.Unauthenticated, Wire.ErrorCode.Unauthenticated);
    }

    [Fact]
    public async Task The_session_ends_with_the_token_that_began_it()
    {
        using var client = new CallClient(_server, token: Jwt.For("alice", (ManualTime.NewYear / 1_000) + 10));
        await client.Greet();
        using var call = client.Call(1);
        await CallClient.Next(call);
        await _time.WhenTimerIsDueIn(TimeSpan.FromSeconds(40));
        _time.Advance(TimeSpan.FromSeconds(40));

        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext().WaitAsync(CallClient.Patience))
            {
            }
        });
        Assert.Equal(StatusCode.Unauthenticated, failure.StatusCode);
    }

    private static (long, bool) Is<T>((long Number, ServerFrame Frame) got) => (got.Number, got.Frame is T);

    // The nonces of the answers behind a number, once there are so many; nothing is confirmed beyond that number.
    private static async Task<List<long>> Nonces(CallClient client, long received, int count)
    {
        while (true)
        {
            var frames = await client.Poll(received);
            if (frames.Count >= count) return [.. frames.Select(frame => Assert.IsType<Pong>(frame.Frame).Nonce)];
        }
    }
}
