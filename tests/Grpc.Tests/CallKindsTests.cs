using Grpc.Core;
using TopGun.Grpc.Tests.Protos;

namespace TopGun.Grpc.Tests;

/// <summary>The four kinds of call, between our client and our server.</summary>
public sealed class CallKindsTests
{
    [Fact]
    public async Task A_unary_call_brings_the_response()
    {
        await using var host = await TestHost.StartAsync();
        var response = await host.Client.AskAsync(new Note { Text = "hello" });
        Assert.Equal("hello", response.Text);
    }

    [Fact]
    public async Task A_client_stream_brings_one_response_for_all_requests()
    {
        await using var host = await TestHost.StartAsync();
        using var call = host.Client.Collect();
        for (var i = 1; i <= 1000; i++) await call.RequestStream.WriteAsync(new Note { Number = i });
        await call.RequestStream.CompleteAsync();
        Assert.Equal(500_500, (await call).Number);
    }

    [Fact]
    public async Task A_server_stream_brings_all_responses_in_order()
    {
        await using var host = await TestHost.StartAsync();
        using var call = host.Client.Tell(new Note { Number = 5000 });
        var numbers = new List<int>();
        await foreach (var note in call.ResponseStream.ReadAllAsync()) numbers.Add(note.Number);
        Assert.Equal(Enumerable.Range(0, 5000), numbers);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task A_duplex_stream_answers_each_request_before_the_next()
    {
        await using var host = await TestHost.StartAsync();
        using var call = host.Client.Talk();
        for (var i = 0; i < 500; i++)
        {
            await call.RequestStream.WriteAsync(new Note { Number = i });
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(i, call.ResponseStream.Current.Number);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
    }

    [Fact]
    public async Task A_server_may_speak_first()
    {
        await using var host = await TestHost.StartAsync();
        host.Script.Talk = async (requests, responses, _) =>
        {
            await responses.WriteAsync(new Note { Text = "welcome" });
            await requests.MoveNext();
        };
        using var call = host.Client.Talk();
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal("welcome", call.ResponseStream.Current.Text);
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
    }

    [Fact]
    public async Task An_error_of_the_handler_arrives_with_its_trailers()
    {
        await using var host = await TestHost.StartAsync();
        host.Script.Ask = (_, _) => throw new RpcException(
            new Status(StatusCode.FailedPrecondition, "zu früh ☕ 100%"), new Metadata { { "reason", "early" }, { "x-bin", [1, 2, 250] } });
        var e = await Assert.ThrowsAsync<RpcException>(() => host.Client.AskAsync(new Note()).ResponseAsync);
        Assert.Equal(StatusCode.FailedPrecondition, e.StatusCode);
        Assert.Equal("zu früh ☕ 100%", e.Status.Detail);
        Assert.Equal("early", e.Trailers.GetValue("reason"));
        Assert.Equal(new byte[] { 1, 2, 250 }, e.Trailers.GetValueBytes("x-bin"));
    }
}
