using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using TopGun.Grpc.Tests.Protos;
using TopGun.Grpc.Wire;

namespace TopGun.Grpc.Tests.Client;

/// <summary>Calls that are disposed of while a read is under way on another thread: buffers that are lent go back once, or other calls would see each other's bytes.</summary>
public sealed class DisposedReadTests
{
    private const int Callers = 8;
    private const int CallsOfEach = 60;

    [Theory, Trait("Pitfall", "21")]
    [InlineData(nameof(WireForm.Grpc), "2.0")]
    [InlineData(nameof(WireForm.Web), "1.1")]
    [InlineData(nameof(WireForm.WebText), "1.1")]
    public async Task Every_message_that_comes_is_whole_and_its_own(string form, string version)
    {
        // Compressed, since what is inflated lies in lent buffers; text is decoded into others.
        await using var host = await TestHost.StartAsync(
            options => options.ResponseCompressionAlgorithm = "gzip", protocols: version == "1.1" ? HttpProtocols.Http1 : HttpProtocols.Http2);
        host.Script.Tell = async (request, responses, context) =>
        {
            for (var i = 0; !context.CancellationToken.IsCancellationRequested; i++) await responses.WriteAsync(Told(request.Number, i));
        };

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(host.ClientOf(Enum.Parse<WireForm>(form), Version.Parse(version)), caller))));

        // A server and a client that still work.
        Assert.Equal("after", (await host.ClientOf(Enum.Parse<WireForm>(form), Version.Parse(version)).AskAsync(new Note { Text = "after" })).Text);
    }

    private static async Task CallAsync(ProbeService.ProbeServiceClient client, int caller)
    {
        var random = new Random(caller);
        for (var i = 0; i < CallsOfEach; i++)
        {
            var asked = new Note { Number = (caller * CallsOfEach) + i };
            var call = client.Tell(asked);
            for (var (number, count) = (0, random.Next(4)); number < count; number++)
            {
                Assert.True(await call.ResponseStream.MoveNext());
                Assert.Equal(Told(asked.Number, number), call.ResponseStream.Current);
            }

            var reading = Task.Run(async () =>
            {
                for (var number = -1; await call.ResponseStream.MoveNext();)
                {
                    // What is handed out is whole, and comes in its order, up to the moment in which the call goes.
                    var told = call.ResponseStream.Current;
                    var first = int.Parse(told.Text[..told.Text.IndexOf(':', StringComparison.Ordinal)]);
                    Assert.True(number < 0 || first == number + 1);
                    number = first;
                    Assert.Equal(Told(asked.Number, number), told);
                }
            });
            if (random.Next(2) == 0) await Task.Yield();
            call.Dispose();
            // However it ends, it ends.
            var end = await Record.ExceptionAsync(() => reading.WaitAsync(TimeSpan.FromSeconds(60)));
            Assert.True(end is null or RpcException { StatusCode: StatusCode.Cancelled } or ObjectDisposedException or InvalidOperationException, $"Call {i} of caller {caller}: {end}");
        }
    }

    private static Note Told(int call, int number) => new() { Number = call, Text = $"{number}:{new string((char)('a' + (call % 26)), 200 + (37 * (number % 50)))}" };
}
