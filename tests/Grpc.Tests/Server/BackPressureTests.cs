using Grpc.Core;
using TopGun.Grpc.Tests.Protos;

namespace TopGun.Grpc.Tests.Server;

/// <summary>A slow reader slows the writer.</summary>
public sealed class BackPressureTests
{
    private const int Messages = 200;

    [Fact]
    public async Task A_client_that_does_not_read_stops_the_server()
    {
        await using var host = await TestHost.StartAsync();
        var (written, stalled) = (0, new TaskCompletionSource());
        host.Script.Tell = async (_, responses, _) =>
        {
            var bulk = Frames.Bulk(100_000);
            for (; written < Messages; written++)
            {
                var write = responses.WriteAsync(bulk);
                if (!write.IsCompleted && await Task.WhenAny(write, Task.Delay(500)) != write) stalled.TrySetResult();
                await write;
            }
        };
        using var call = host.Client.Tell(new Note());
        await stalled.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(written < Messages / 2, $"{written} of {Messages} messages were written to nobody.");

        var read = 0;
        while (await call.ResponseStream.MoveNext()) read++;
        Assert.Equal(Messages, read);
    }

    [Fact]
    public async Task A_server_that_does_not_read_stops_the_client()
    {
        await using var host = await TestHost.StartAsync();
        var begin = new TaskCompletionSource();
        host.Script.Collect = async (requests, _) =>
        {
            await begin.Task;
            var read = 0;
            while (await requests.MoveNext()) read++;
            return new Note { Number = read };
        };
        using var call = host.Client.Collect();
        var bulk = Frames.Bulk(100_000);
        for (var written = 0; written < Messages; written++)
        {
            var write = call.RequestStream.WriteAsync(bulk);
            if (!begin.Task.IsCompleted && await Task.WhenAny(write, Task.Delay(500)) != write)
            {
                Assert.True(written < Messages / 2, $"{written} of {Messages} messages were written to nobody.");
                begin.SetResult();
            }

            await write;
        }

        Assert.True(begin.Task.IsCompleted, "All messages were written to nobody.");
        await call.RequestStream.CompleteAsync();
        Assert.Equal(Messages, (await call).Number);
    }
}
