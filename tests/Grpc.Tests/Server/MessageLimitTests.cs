using Grpc.Core;
using Grpc.Net.Client;
using TopGun.Grpc.Tests.Protos;

namespace TopGun.Grpc.Tests.Server;

/// <summary>Large messages, and too large ones.</summary>
public sealed class MessageLimitTests
{
    private const int Bulk = 3 * 1024 * 1024;

    [Fact, Trait("Pitfall", "2")]
    public async Task A_message_of_3_MB_travels_both_ways()
    {
        await using var host = await TestHost.StartAsync();
        var note = Frames.Bulk(Bulk);
        Assert.Equal(note, await host.Client.AskAsync(note));
        using var call = host.Client.Talk();
        for (var i = 0; i < 3; i++)
        {
            await call.RequestStream.WriteAsync(note);
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(note, call.ResponseStream.Current);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
    }

    [Fact, Trait("Pitfall", "1")]
    public async Task A_request_over_the_servers_limit_is_refused_by_its_header_alone()
    {
        await using var host = await TestHost.StartAsync(options => options.MaxReceiveMessageSize = 1000);
        await host.Client.AskAsync(Frames.Bulk(900));
        using var request = new RawRequest(host);
        Assert.Equal("8", (await request.SendAsync(Frames.Of(0, new byte[10], claimedLength: 1001))).Status);
    }

    [Fact]
    public async Task A_unary_request_over_the_servers_limit_is_resource_exhausted()
    {
        await using var host = await TestHost.StartAsync(options => options.MaxReceiveMessageSize = 1000);
        var e = await Assert.ThrowsAsync<RpcException>(() => host.Client.AskAsync(Frames.Bulk(Bulk)).ResponseAsync);
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
    }

    [Fact]
    public async Task A_streamed_request_over_the_servers_limit_ends_the_call()
    {
        await using var host = await TestHost.StartAsync(options => options.MaxReceiveMessageSize = 1000);
        using var call = host.Client.Talk();
        await call.RequestStream.WriteAsync(new Note());
        Assert.True(await call.ResponseStream.MoveNext());
        var reading = call.ResponseStream.MoveNext();
        var writing = call.RequestStream.WriteAsync(Frames.Bulk(1001));
        var e = await Assert.ThrowsAsync<RpcException>(() => reading);
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);

        // The end of the call may overtake the write; then it has the same status.
        if (await Record.ExceptionAsync(() => writing) is { } failure) Assert.Equal(e.StatusCode, Assert.IsType<RpcException>(failure).StatusCode);
    }

    [Fact]
    public async Task A_response_over_the_servers_own_limit_is_resource_exhausted()
    {
        await using var host = await TestHost.StartAsync(options => options.MaxSendMessageSize = 1000);
        var e = await Assert.ThrowsAsync<RpcException>(() => host.Client.AskAsync(Frames.Bulk(1001)).ResponseAsync);
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
    }

    [Fact]
    public async Task The_client_has_limits_of_its_own()
    {
        await using var host = await TestHost.StartAsync();
        using var channel = GrpcChannel.ForAddress(host.Address, new GrpcChannelOptions { MaxSendMessageSize = 1000, MaxReceiveMessageSize = 100 });
        var client = new ProbeService.ProbeServiceClient(channel);
        var sending = await Assert.ThrowsAsync<RpcException>(() => client.AskAsync(Frames.Bulk(1001)).ResponseAsync);
        Assert.Equal(StatusCode.ResourceExhausted, sending.StatusCode);
        var receiving = await Assert.ThrowsAsync<RpcException>(() => client.AskAsync(Frames.Bulk(101)).ResponseAsync);
        Assert.Equal(StatusCode.ResourceExhausted, receiving.StatusCode);
    }
}
