using System.Diagnostics;
using Grpc.Core;
using TopGun.Grpc.Tests.Protos;

namespace TopGun.Grpc.Tests.Server;

/// <summary>The time that a client is willing to wait.</summary>
public sealed class DeadlineTests
{
    private static DateTime In(double seconds) => TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(seconds);

    [Fact]
    public async Task The_client_stops_waiting_at_the_deadline_and_the_server_learns_it()
    {
        await using var host = await TestHost.StartAsync();
        var cancelled = new TaskCompletionSource();
        host.Script.Ask = async (_, context) =>
        {
            context.CancellationToken.Register(cancelled.SetResult);
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return new Note();
        };
        var e = await Assert.ThrowsAsync<RpcException>(() => host.Client.AskAsync(new Note(), deadline: In(0.2)).ResponseAsync);
        Assert.Equal(StatusCode.DeadlineExceeded, e.StatusCode);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_handler_sees_the_deadline()
    {
        await using var host = await TestHost.StartAsync();
        var seen = DateTime.MaxValue;
        host.Script.Ask = (request, context) =>
        {
            seen = context.Deadline;
            return Task.FromResult(request);
        };
        var deadline = In(100);
        await host.Client.AskAsync(new Note(), deadline: deadline);
        Assert.InRange(seen, deadline.AddSeconds(-5), deadline.AddSeconds(5));
        Assert.Equal(DateTimeKind.Utc, seen.Kind);
    }

    [Fact]
    public async Task A_deadline_in_the_past_fails_without_a_request()
    {
        await using var host = await TestHost.StartAsync();
        host.Script.Ask = (_, _) => throw new InvalidOperationException("not to be called");
        var e = await Assert.ThrowsAsync<RpcException>(() => host.Client.AskAsync(new Note(), deadline: In(-1)).ResponseAsync);
        Assert.Equal(StatusCode.DeadlineExceeded, e.StatusCode);
        using var call = host.Client.Talk(deadline: In(-1));
        Assert.Equal(StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(() => call.RequestStream.WriteAsync(new Note()))).StatusCode);
        Assert.Equal(StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext())).StatusCode);
    }

    [Fact, Trait("Pitfall", "16")]
    public async Task A_deadline_beyond_what_a_timer_can_is_no_error()
    {
        await using var host = await TestHost.StartAsync();
        await host.Client.AskAsync(new Note(), deadline: In(100 * 24 * 3600.0));
        await host.Client.AskAsync(new Note(), deadline: DateTime.MaxValue);
        using var request = new RawRequest(host) { Headers = { ["grpc-timeout"] = "99999999H" } };
        Assert.Equal("0", (await request.SendAsync(Frames.Of(new Note()))).Status);
    }

    [Fact]
    public async Task A_malformed_timeout_is_the_clients_error()
    {
        await using var host = await TestHost.StartAsync();
        using var request = new RawRequest(host) { Headers = { ["grpc-timeout"] = "soon" } };
        Assert.Equal("13", (await request.SendAsync(Frames.Of(new Note()))).Status);
    }

    [Fact, Trait("Pitfall", "19")]
    public async Task The_server_alone_ends_the_call_whatever_its_handler_throws()
    {
        await using var host = await TestHost.StartAsync();
        host.Script.Ask = async (_, context) =>
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(Timeout.Infinite, context.CancellationToken));
            throw new RpcException(new Status(StatusCode.DataLoss, "late"));
        };
        using var request = new RawRequest(host) { Headers = { ["grpc-timeout"] = "100m" } };
        Assert.Equal("4", (await request.SendAsync(Frames.Of(new Note()))).Status);
    }

    [Fact, Trait("Pitfall", "19")]
    public async Task The_client_has_its_status_although_the_handler_does_not_look()
    {
        await using var host = await TestHost.StartAsync();
        var release = new TaskCompletionSource();
        var left = new TaskCompletionSource<Exception?>();
        host.Script.Tell = async (_, responses, _) =>
        {
            await responses.WriteAsync(new Note { Number = 1 });
            await release.Task;
            left.SetResult(await Assert.ThrowsAnyAsync<Exception>(() => responses.WriteAsync(new Note { Number = 2 })));
        };
        using var request = new RawRequest(host, "/topgun.grpc.tests.ProbeService/Tell") { Headers = { ["grpc-timeout"] = "200m" } };
        var response = await request.SendAsync(Frames.Of(new Note())).WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal("4", response.Trailer("grpc-status"));
        Assert.Equal(Frames.Of(new Note { Number = 1 }), response.Body);
        release.SetResult();
        Assert.IsAssignableFrom<OperationCanceledException>(await left.Task.WaitAsync(TimeSpan.FromSeconds(5)));
    }

    [Fact, Trait("Pitfall", "19")]
    public async Task The_deadline_ends_a_duplex_call_whose_client_still_sends()
    {
        await using var host = await TestHost.StartAsync();
        var release = new TaskCompletionSource();
        host.Script.Talk = (_, _, _) => release.Task;
        using var call = host.Client.Talk(new Metadata(), deadline: In(0.3));
        var e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.DeadlineExceeded, e.StatusCode);
        Assert.Equal(StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(() => call.RequestStream.WriteAsync(new Note()))).StatusCode);
        release.SetResult();
    }

    [Fact, Trait("Pitfall", "19")]
    public async Task The_deadline_ends_a_write_that_waits_for_a_slow_reader()
    {
        await using var host = await TestHost.StartAsync();
        var stopped = new TaskCompletionSource<Exception>();
        host.Script.Tell = async (_, responses, _) =>
        {
            var bulk = Frames.Bulk(500_000);
            try
            {
                while (true) await responses.WriteAsync(bulk);
            }
            catch (Exception e)
            {
                stopped.SetResult(e);
                throw;
            }
        };
        var started = Stopwatch.StartNew();
        using var call = host.Client.Tell(new Note(), deadline: In(0.3));
        Assert.IsAssignableFrom<OperationCanceledException>(await stopped.Task.WaitAsync(TimeSpan.FromSeconds(5)));
        Assert.True(started.Elapsed < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task An_idle_call_ends_at_its_deadline_although_nobody_reads()
    {
        await using var host = await TestHost.StartAsync();
        var cancelled = new TaskCompletionSource();
        host.Script.Talk = async (_, _, context) =>
        {
            context.CancellationToken.Register(cancelled.SetResult);
            await cancelled.Task;
        };
        using var call = host.Client.Talk(deadline: In(0.2));
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<RpcException>(() => call.ResponseHeadersAsync);
        Assert.Equal(StatusCode.DeadlineExceeded, call.GetStatus().StatusCode);
    }
}
