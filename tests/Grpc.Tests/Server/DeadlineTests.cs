using Grpc.Core;
using Grpc.Net.Client;
using TopGun.Grpc.Tests.Protos;

namespace TopGun.Grpc.Tests.Server;

/// <summary>The time that a client is willing to wait.</summary>
public sealed class DeadlineTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly ManualTime _clientTime = new();
    private readonly ManualTime _serverTime = new();
    private readonly TaskCompletionSource _started = new();

    [Fact]
    public async Task The_client_stops_waiting_at_the_deadline_and_the_server_learns_it()
    {
        await using var host = await StartAsync();
        using var channel = Channel(host);
        var cancelled = new TaskCompletionSource();
        host.Script.Ask = async (request, context) =>
        {
            context.CancellationToken.Register(cancelled.SetResult);
            _started.SetResult();
            await cancelled.Task;
            return request;
        };
        var call = new ProbeService.ProbeServiceClient(channel).AskAsync(new Note(), deadline: _clientTime.In(Minute));
        await _started.Task.WaitAsync(Soon);
        _clientTime.Advance(Minute);
        Assert.Equal(StatusCode.DeadlineExceeded, await Failing.StatusAsync(() => call.ResponseAsync));
        await cancelled.Task.WaitAsync(Soon);
    }

    [Fact]
    public async Task An_idle_call_ends_at_its_deadline_although_nobody_reads()
    {
        await using var host = await StartAsync();
        using var channel = Channel(host);
        var cancelled = new TaskCompletionSource();
        host.Script.Talk = async (_, _, context) =>
        {
            context.CancellationToken.Register(cancelled.SetResult);
            _started.SetResult();
            await cancelled.Task;
        };
        using var call = new ProbeService.ProbeServiceClient(channel).Talk(deadline: _clientTime.In(Minute));
        await _started.Task.WaitAsync(Soon);
        _clientTime.Advance(Minute);
        await cancelled.Task.WaitAsync(Soon);
        await Assert.ThrowsAsync<RpcException>(() => call.ResponseHeadersAsync);
        Assert.Equal(StatusCode.DeadlineExceeded, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task A_handler_sees_the_deadline()
    {
        await using var host = await StartAsync();
        using var channel = Channel(host);
        var seen = DateTime.MaxValue;
        host.Script.Ask = (request, context) =>
        {
            seen = context.Deadline;
            return Task.FromResult(request);
        };
        await new ProbeService.ProbeServiceClient(channel).AskAsync(new Note(), deadline: _clientTime.In(Minute));
        Assert.Equal((_serverTime.In(Minute), DateTimeKind.Utc), (seen, seen.Kind));
    }

    [Fact]
    public async Task A_deadline_in_the_past_fails_without_a_request()
    {
        await using var host = await StartAsync();
        using var channel = Channel(host);
        var client = new ProbeService.ProbeServiceClient(channel);
        host.Script.Ask = (_, _) => throw new InvalidOperationException("not to be called");
        var past = _clientTime.In(-Minute);
        var e = await Assert.ThrowsAsync<RpcException>(() => client.AskAsync(new Note(), deadline: past).ResponseAsync);
        Assert.Equal(StatusCode.DeadlineExceeded, e.StatusCode);
        using var call = client.Talk(deadline: past);
        Assert.Equal(StatusCode.DeadlineExceeded, await Failing.StatusAsync(() => call.RequestStream.WriteAsync(new Note())));
        Assert.Equal(StatusCode.DeadlineExceeded, await Failing.StatusAsync(() => call.ResponseStream.MoveNext()));
    }

    [Fact, Trait("Pitfall", "16")]
    public async Task A_deadline_beyond_what_a_timer_can_is_no_error()
    {
        // On the system's clock, whose timers have the limit.
        await using var host = await TestHost.StartAsync();
        await host.Client.AskAsync(new Note(), deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(100));
        await host.Client.AskAsync(new Note(), deadline: DateTime.MaxValue);
        using var request = new RawRequest(host) { Headers = { ["grpc-timeout"] = "99999999H" } };
        Assert.Equal("0", (await request.SendAsync(Frames.Of(new Note()))).Status);
    }

    [Fact]
    public async Task A_malformed_timeout_is_the_clients_error()
    {
        await using var host = await StartAsync();
        using var request = new RawRequest(host) { Headers = { ["grpc-timeout"] = "soon" } };
        Assert.Equal("13", (await request.SendAsync(Frames.Of(new Note()))).Status);
    }

    [Fact, Trait("Pitfall", "19")]
    public async Task The_server_alone_ends_the_call_whatever_its_handler_throws()
    {
        await using var host = await StartAsync();
        host.Script.Ask = async (_, context) =>
        {
            _started.SetResult();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(Timeout.Infinite, context.CancellationToken));
            throw new RpcException(new Status(StatusCode.DataLoss, "late"));
        };
        using var request = new RawRequest(host) { Headers = { ["grpc-timeout"] = "1M" } };
        var response = request.SendAsync(Frames.Of(new Note()));
        await _started.Task.WaitAsync(Soon);
        _serverTime.Advance(Minute);
        Assert.Equal("4", (await response).Status);
    }

    [Fact, Trait("Pitfall", "19")]
    public async Task The_client_has_its_status_although_the_handler_does_not_look()
    {
        await using var host = await StartAsync();
        var release = new TaskCompletionSource();
        var left = new TaskCompletionSource<Exception?>();
        host.Script.Tell = async (_, responses, _) =>
        {
            await responses.WriteAsync(new Note { Number = 1 });
            _started.SetResult();
            await release.Task;
            left.SetResult(await Assert.ThrowsAnyAsync<Exception>(() => responses.WriteAsync(new Note { Number = 2 })));
        };
        using var request = new RawRequest(host, "/topgun.grpc.tests.ProbeService/Tell") { Headers = { ["grpc-timeout"] = "1M" } };
        var answer = request.SendAsync(Frames.Of(new Note()));
        await _started.Task.WaitAsync(Soon);
        _serverTime.Advance(Minute);
        var response = await answer.WaitAsync(Soon);
        Assert.Equal("4", response.Trailer("grpc-status"));
        Assert.Equal(Frames.Of(new Note { Number = 1 }), response.Body);
        release.SetResult();
        Assert.IsAssignableFrom<OperationCanceledException>(await left.Task.WaitAsync(Soon));
    }

    [Fact, Trait("Pitfall", "19")]
    public async Task The_deadline_ends_a_duplex_call_whose_client_still_sends()
    {
        await using var host = await StartAsync();
        using var channel = Channel(host);
        var release = new TaskCompletionSource();
        host.Script.Talk = (_, _, _) =>
        {
            _started.SetResult();
            return release.Task;
        };

        // The client's own clock stands still: the status is the server's.
        using var call = new ProbeService.ProbeServiceClient(channel).Talk(deadline: _clientTime.In(Minute));
        await _started.Task.WaitAsync(Soon);
        _serverTime.Advance(Minute);
        var e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext().WaitAsync(Soon));
        Assert.Equal(StatusCode.DeadlineExceeded, e.StatusCode);
        Assert.Equal(StatusCode.DeadlineExceeded, await Failing.StatusAsync(() => call.RequestStream.WriteAsync(new Note())));
        release.SetResult();
    }

    [Fact, Trait("Pitfall", "19")]
    public async Task The_deadline_ends_a_write_that_waits_for_a_slow_reader()
    {
        await using var host = await StartAsync();
        using var channel = Channel(host);
        var stopped = new TaskCompletionSource<Exception>();
        host.Script.Tell = async (_, responses, _) =>
        {
            var bulk = Frames.Bulk(500_000);
            try
            {
                while (true)
                {
                    var write = responses.WriteAsync(bulk);
                    if (!write.IsCompleted && await Task.WhenAny(write, Task.Delay(300)) != write) _started.TrySetResult();
                    await write;
                }
            }
            catch (Exception e)
            {
                stopped.SetResult(e);
                throw;
            }
        };
        using var call = new ProbeService.ProbeServiceClient(channel).Tell(new Note(), deadline: _clientTime.In(Minute));
        await _started.Task.WaitAsync(Soon);
        _serverTime.Advance(Minute);
        Assert.IsAssignableFrom<OperationCanceledException>(await stopped.Task.WaitAsync(Soon));
        var e = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext())
            {
            }
        });
        Assert.Equal(StatusCode.DeadlineExceeded, e.StatusCode);
    }

    private Task<TestHost> StartAsync() => TestHost.StartAsync(time: _serverTime);

    private GrpcChannel Channel(TestHost host) => GrpcChannel.ForAddress(host.Address, new GrpcChannelOptions { Time = _clientTime });
}
