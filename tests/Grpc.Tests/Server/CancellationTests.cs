using Grpc.Core;
using Grpc.Net.Client;
using TopGun.Grpc.Tests.Protos;

namespace TopGun.Grpc.Tests.Server;

/// <summary>Calls that are given up, by either side.</summary>
public sealed class CancellationTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_cancelled_unary_call_reaches_the_handler()
    {
        await using var host = await TestHost.StartAsync();
        var (started, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        host.Script.Ask = async (request, context) =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, context.CancellationToken).ContinueWith(_ => ended.SetResult());
            return request;
        };
        using var cancellation = new CancellationTokenSource();
        var call = host.Client.AskAsync(new Note(), cancellationToken: cancellation.Token);
        await started.Task.WaitAsync(Soon);
        await cancellation.CancelAsync();
        Assert.Equal(StatusCode.Cancelled, await Failing.StatusAsync(() => call.ResponseAsync));
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
        await ended.Task.WaitAsync(Soon);
    }

    [Fact, Trait("Pitfall", "17")]
    public async Task A_handler_that_reads_finds_its_token_cancelled_when_the_read_fails()
    {
        await using var host = await TestHost.StartAsync();
        var seen = new TaskCompletionSource<(Exception, bool)>();
        host.Script.Talk = async (requests, responses, context) =>
        {
            await responses.WriteAsync(new Note());
            try
            {
                await requests.MoveNext();
            }
            catch (Exception e)
            {
                seen.SetResult((e, context.CancellationToken.IsCancellationRequested));
                throw;
            }
        };
        for (var i = 0; i < 20; i++)
        {
            seen = new();
            using (var call = host.Client.Talk()) Assert.True(await call.ResponseStream.MoveNext());
            var (exception, cancelled) = await seen.Task.WaitAsync(Soon);
            Assert.IsAssignableFrom<OperationCanceledException>(exception);
            Assert.True(cancelled);
        }
    }

    [Fact]
    public async Task A_disposed_call_ends_the_handlers_writes()
    {
        await using var host = await TestHost.StartAsync();
        var ended = new TaskCompletionSource<Exception>();
        host.Script.Tell = async (_, responses, _) =>
        {
            try
            {
                while (true) await responses.WriteAsync(new Note());
            }
            catch (Exception e)
            {
                ended.SetResult(e);
                throw;
            }
        };
        using (var call = host.Client.Tell(new Note())) Assert.True(await call.ResponseStream.MoveNext());
        Assert.IsAssignableFrom<OperationCanceledException>(await ended.Task.WaitAsync(Soon));
    }

    [Fact]
    public async Task A_read_that_waits_ends_when_the_call_is_disposed()
    {
        await using var host = await TestHost.StartAsync();
        var call = host.Client.Talk();
        await call.RequestStream.WriteAsync(new Note());
        Assert.True(await call.ResponseStream.MoveNext());
        var reading = call.ResponseStream.MoveNext();
        call.Dispose();
        Assert.Equal(StatusCode.Cancelled, await Failing.StatusAsync(() => reading));
        Assert.Equal(StatusCode.Cancelled, await Failing.StatusAsync(() => call.RequestStream.WriteAsync(new Note())));
        call.Dispose();
    }

    [Fact]
    public async Task A_cancelled_read_gives_the_call_up()
    {
        await using var host = await TestHost.StartAsync();
        using var call = host.Client.Talk();
        using var cancellation = new CancellationTokenSource();
        var reading = call.ResponseStream.MoveNext(cancellation.Token);
        await cancellation.CancelAsync();
        Assert.Equal(StatusCode.Cancelled, await Failing.StatusAsync(() => reading));
    }

    [Fact]
    public async Task A_cancelled_read_of_the_server_loses_nothing()
    {
        await using var host = await TestHost.StartAsync();
        host.Script.Talk = async (requests, responses, context) =>
        {
            using (var cancellation = new CancellationTokenSource())
            {
                var read = requests.MoveNext(cancellation.Token);
                await cancellation.CancelAsync();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
            }

            await responses.WriteAsync(new Note { Text = "still here" });
            Assert.True(await requests.MoveNext(context.CancellationToken));
            await responses.WriteAsync(requests.Current);
        };
        using var call = host.Client.Talk();
        Assert.True(await call.ResponseStream.MoveNext());
        await call.RequestStream.WriteAsync(new Note { Number = 5 });
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal(5, call.ResponseStream.Current.Number);
        Assert.False(await call.ResponseStream.MoveNext());
    }

    [Fact]
    public async Task A_channel_may_throw_the_frameworks_exception_for_what_the_caller_cancelled()
    {
        await using var host = await TestHost.StartAsync();
        host.Script.Ask = async (_, context) =>
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return new Note();
        };
        using var channel = GrpcChannel.ForAddress(host.Address, new GrpcChannelOptions { ThrowOperationCanceledOnCancellation = true });
        var client = new ProbeService.ProbeServiceClient(channel);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAsync<OperationCanceledException>(() => client.AskAsync(new Note(), cancellationToken: cancellation.Token).ResponseAsync);
        host.Script.Ask = (_, _) => throw new RpcException(new Status(StatusCode.Cancelled, "by the server"));
        await Assert.ThrowsAsync<RpcException>(() => client.AskAsync(new Note()).ResponseAsync);
    }

    [Fact]
    public async Task A_disposed_channel_ends_its_calls()
    {
        await using var host = await TestHost.StartAsync();
        var channel = GrpcChannel.ForAddress(host.Address);
        using var call = new ProbeService.ProbeServiceClient(channel).Talk();
        await call.RequestStream.WriteAsync(new Note());
        Assert.True(await call.ResponseStream.MoveNext());
        var reading = call.ResponseStream.MoveNext();
        channel.Dispose();
        Assert.Equal(StatusCode.Cancelled, await Failing.StatusAsync(() => reading));
        var e = await Assert.ThrowsAsync<RpcException>(() => new ProbeService.ProbeServiceClient(channel).AskAsync(new Note()).ResponseAsync);
        Assert.Equal(StatusCode.Cancelled, e.StatusCode);
    }

    [Fact, Trait("Pitfall", "27")]
    public async Task A_storm_of_cancelled_calls_does_not_hurt_the_others()
    {
        await using var host = await TestHost.StartAsync();
        for (var round = 0; round < 10; round++)
        {
            var calls = Enumerable.Range(0, 50).Select(_ => host.Client.Talk()).ToList();
            foreach (var call in calls) call.Dispose();
            Assert.Equal(round, (await host.Client.AskAsync(new Note { Number = round })).Number);
        }
    }

    [Fact]
    public async Task A_server_that_ends_early_is_seen_by_a_client_that_still_writes()
    {
        await using var host = await TestHost.StartAsync();
        host.Script.Talk = async (requests, _, _) =>
        {
            await requests.MoveNext();
            throw new RpcException(new Status(StatusCode.PermissionDenied, "enough"));
        };
        using var call = host.Client.Talk();
        var reading = call.ResponseStream.MoveNext();
        var bulk = Frames.Bulk(100_000);
        var writing = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (true) await call.RequestStream.WriteAsync(bulk);
        });
        Assert.Equal(StatusCode.PermissionDenied, writing.StatusCode);
        Assert.Equal(StatusCode.PermissionDenied, await Failing.StatusAsync(() => reading));
    }
}
