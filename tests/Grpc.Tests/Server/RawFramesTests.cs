using Grpc.Core;
using TopGun.Grpc.Tests.Protos;

namespace TopGun.Grpc.Tests.Server;

/// <summary>What strange clients send.</summary>
public sealed class RawFramesTests
{
    private const string Talk = "/topgun.grpc.tests.ProbeService/Talk";
    private const int Cancel = 8;

    [Fact, Trait("Pitfall", "18")]
    public async Task An_end_of_requests_may_be_a_call_given_up()
    {
        await using var host = await TestHost.StartAsync();
        var (started, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        host.Script.Talk = async (requests, responses, context) =>
        {
            started.SetResult();
            try
            {
                while (await requests.MoveNext()) await responses.WriteAsync(requests.Current);
            }
            catch (OperationCanceledException)
            {
                // Either is right: the end may have been read before the reset came.
            }

            await Task.Delay(Timeout.Infinite, context.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ended.SetResult();
        };
        await using var connection = await RawHttp2.ConnectAsync(host.Address);
        await connection.BeginAsync();
        await connection.SendHeadersAsync(1, Talk);
        await connection.SendDataAsync(1, Frames.Of(new Note { Number = 1 }));
        await started.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await connection.EndAsync(1);
        await connection.ResetAsync(1, Cancel);
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact, Trait("Pitfall", "17")]
    public async Task A_connection_that_breaks_within_a_message_cancels_the_call()
    {
        await using var host = await TestHost.StartAsync();
        var (started, ended) = (new TaskCompletionSource(), new TaskCompletionSource<(Exception, bool)>());
        host.Script.Talk = async (requests, _, context) =>
        {
            Assert.True(await requests.MoveNext());
            started.SetResult();
            var e = await Assert.ThrowsAnyAsync<Exception>(() => requests.MoveNext());
            ended.SetResult((e, context.CancellationToken.IsCancellationRequested));
        };
        await using (var connection = await RawHttp2.ConnectAsync(host.Address))
        {
            await connection.BeginAsync();
            await connection.SendHeadersAsync(1, Talk);
            await connection.SendDataAsync(1, [.. Frames.Of(new Note { Number = 1 }), .. Frames.Of(new Note { Text = "whole" })[..^2]]);
            await started.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }

        var (exception, cancelled) = await ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.IsAssignableFrom<OperationCanceledException>(exception);
        Assert.True(cancelled);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Garbage_closes_its_connection_and_no_other(int seed)
    {
        await using var host = await TestHost.StartAsync();
        using var call = host.Client.Talk();
        await call.RequestStream.WriteAsync(new Note { Number = 1 });
        Assert.True(await call.ResponseStream.MoveNext());

        var garbage = new byte[10_000];
        new Random(seed).NextBytes(garbage);
        await using (var naked = await RawHttp2.ConnectAsync(host.Address))
        {
            await naked.SendBytesAsync(garbage);
            await naked.Closed.WaitAsync(TimeSpan.FromSeconds(30));
        }

        await using (var dressed = await RawHttp2.ConnectAsync(host.Address))
        {
            await dressed.BeginAsync();
            await dressed.SendBytesAsync(garbage);
            await dressed.Closed.WaitAsync(TimeSpan.FromSeconds(30));
        }

        await call.RequestStream.WriteAsync(new Note { Number = 2 });
        Assert.True(await call.ResponseStream.MoveNext());
        await host.Client.AskAsync(new Note());
    }

    [Fact]
    public async Task Garbage_as_a_message_ends_its_call_and_no_other()
    {
        await using var host = await TestHost.StartAsync();
        var random = new Random(5);
        for (var i = 0; i < 50; i++)
        {
            var garbage = new byte[random.Next(1, 200)];
            random.NextBytes(garbage);
            using var request = new RawRequest(host, Talk) { Headers = { ["grpc-encoding"] = "gzip" } };
            var response = await request.SendAsync(garbage);
            Assert.Contains(response.Status, new[] { "13", "8", "0" });
        }

        await host.Client.AskAsync(new Note());
    }
}
