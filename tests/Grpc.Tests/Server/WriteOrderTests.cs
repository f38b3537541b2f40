using Grpc.Core;
using TopGun.Grpc.Tests.Protos;

namespace TopGun.Grpc.Tests.Server;

/// <summary>One write at a time, on both sides.</summary>
[Trait("Pitfall", "28")]
public sealed class WriteOrderTests
{
    // More than the window of a stream, so that its write stays under way for as long as nobody reads.
    private const int MoreThanFits = 8 << 20;

    [Fact]
    public async Task A_second_write_of_the_server_while_one_is_under_way_is_refused()
    {
        await using var host = await TestHost.StartAsync();
        var refused = new TaskCompletionSource<Exception?>();
        host.Script.Talk = async (_, responses, context) =>
        {
            var bulk = Frames.Bulk(MoreThanFits);
            var write = responses.WriteAsync(bulk);
            refused.SetResult(Record(() => responses.WriteAsync(bulk)));
            await write;
        };
        using var call = host.Client.Talk();
        Assert.IsType<InvalidOperationException>(await refused.Task);
    }

    [Fact]
    public async Task A_second_write_of_the_client_while_one_is_under_way_is_refused()
    {
        await using var host = await TestHost.StartAsync();
        host.Script.Talk = (_, _, context) => Task.Delay(Timeout.Infinite, context.CancellationToken);
        using var call = host.Client.Talk();
        var bulk = Frames.Bulk(MoreThanFits);
        var write = call.RequestStream.WriteAsync(bulk);

        Assert.IsType<InvalidOperationException>(Record(() => call.RequestStream.WriteAsync(bulk)));
        Assert.IsType<InvalidOperationException>(Record(() => call.RequestStream.CompleteAsync()));
        call.Dispose();
        await Assert.ThrowsAsync<RpcException>(() => write);
    }

    [Fact]
    public async Task Nothing_can_be_written_after_the_end()
    {
        await using var host = await TestHost.StartAsync();
        IServerStreamWriter<Note>? kept = null;
        host.Script.Talk = (_, responses, _) =>
        {
            kept = responses;
            return Task.CompletedTask;
        };
        using var call = host.Client.Talk();
        Assert.False(await call.ResponseStream.MoveNext());
        Assert.NotNull(Record(() => kept!.WriteAsync(new Note())));
        var e = await Assert.ThrowsAsync<RpcException>(() => call.RequestStream.WriteAsync(new Note()));
        Assert.Equal(StatusCode.OK, e.StatusCode);
        await call.RequestStream.CompleteAsync();
        Assert.IsType<InvalidOperationException>(Record(() => call.RequestStream.WriteAsync(new Note())));
    }

    [Fact]
    public async Task A_second_read_while_one_is_under_way_is_refused()
    {
        await using var host = await TestHost.StartAsync();
        var refused = new TaskCompletionSource<Exception?>();
        host.Script.Talk = async (requests, _, _) =>
        {
            var read = requests.MoveNext();
            refused.SetResult(Record(() => requests.MoveNext()));
            await read;
        };
        using var call = host.Client.Talk();
        Assert.IsType<InvalidOperationException>(await refused.Task);
        var pending = call.ResponseStream.MoveNext();
        Assert.IsType<InvalidOperationException>(Record(() => call.ResponseStream.MoveNext()));
        await call.RequestStream.CompleteAsync();
        Assert.False(await pending);
    }

    private static Exception? Record(Func<Task> action)
    {
        try
        {
            return action().Exception?.InnerException;
        }
        catch (Exception e)
        {
            return e;
        }
    }
}
