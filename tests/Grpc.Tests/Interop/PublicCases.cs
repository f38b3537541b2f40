using Google.Protobuf;
using Grpc.Core;
using Grpc.Testing;

namespace TopGun.Grpc.Tests.Interop;

/// <summary>The public interop cases of gRPC, as our client plays them. Each takes the channel, and throws when something is wrong.</summary>
internal static class PublicCases
{
    private static readonly int[] RequestSizes = [27182, 8, 1828, 45904];
    private static readonly int[] ResponseSizes = [31415, 9, 2653, 58979];

    public static readonly IReadOnlyDictionary<string, Func<ChannelBase, Task>> All = new Dictionary<string, Func<ChannelBase, Task>>
    {
        ["empty_unary"] = async channel => Assert.Equal(new Empty(), await Client(channel).EmptyCallAsync(new Empty())),
        ["large_unary"] = async channel => Assert.Equal(314159, (await Client(channel).UnaryCallAsync(Large())).Payload.Body.Length),
        ["client_compressed_unary"] = ClientCompressedUnaryAsync,
        ["server_compressed_unary"] = ServerCompressedUnaryAsync,
        ["client_streaming"] = ClientStreamingAsync,
        ["client_compressed_streaming"] = ClientCompressedStreamingAsync,
        ["server_streaming"] = channel => ServerStreamingAsync(channel, ResponseSizes.Select(size => new ResponseParameters { Size = size })),
        ["server_compressed_streaming"] = channel => ServerStreamingAsync(channel, [Wanted(31415, true), Wanted(92653, false)]),
        ["ping_pong"] = PingPongAsync,
        ["empty_stream"] = EmptyStreamAsync,
        ["cancel_after_begin"] = CancelAfterBeginAsync,
        ["cancel_after_first_response"] = CancelAfterFirstResponseAsync,
        ["timeout_on_sleeping_server"] = TimeoutOnSleepingServerAsync,
        ["custom_metadata"] = CustomMetadataAsync,
        ["status_code_and_message"] = StatusCodeAndMessageAsync,
        ["special_status_message"] = SpecialStatusMessageAsync,
        ["unimplemented_method"] = async channel => Assert.Equal(
            StatusCode.Unimplemented, await Failing.StatusAsync(() => Client(channel).UnimplementedCallAsync(new Empty()).ResponseAsync)),
        ["unimplemented_service"] = async channel => Assert.Equal(
            StatusCode.Unimplemented,
            await Failing.StatusAsync(() => new UnimplementedService.UnimplementedServiceClient(channel).UnimplementedCallAsync(new Empty()).ResponseAsync)),
    };

    private static TestService.TestServiceClient Client(ChannelBase channel) => new(channel);

    private static SimpleRequest Large() => new() { ResponseSize = 314159, Payload = Zeros(271828) };

    private static Metadata Gzip => new() { { "grpc-internal-encoding-request", "gzip" } };

    private static async Task ClientCompressedUnaryAsync(ChannelBase channel)
    {
        var request = Large();
        request.ExpectCompressed = new BoolValue { Value = true };

        // First a probe: a server that does not look would take it.
        Assert.Equal(StatusCode.InvalidArgument, await Failing.StatusAsync(() => Client(channel).UnaryCallAsync(request).ResponseAsync));
        Assert.Equal(314159, (await Client(channel).UnaryCallAsync(request, Gzip)).Payload.Body.Length);
        request.ExpectCompressed.Value = false;
        Assert.Equal(314159, (await Client(channel).UnaryCallAsync(request)).Payload.Body.Length);
    }

    private static async Task ServerCompressedUnaryAsync(ChannelBase channel)
    {
        foreach (var compressed in new[] { true, false })
        {
            var request = Large();
            request.ResponseCompressed = new BoolValue { Value = compressed };
            Assert.Equal(314159, (await Client(channel).UnaryCallAsync(request)).Payload.Body.Length);
        }
    }

    private static async Task ClientStreamingAsync(ChannelBase channel)
    {
        using var call = Client(channel).StreamingInputCall();
        foreach (var size in RequestSizes) await call.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = Zeros(size) });
        await call.RequestStream.CompleteAsync();
        Assert.Equal(74922, (await call).AggregatedPayloadSize);
    }

    private static async Task ClientCompressedStreamingAsync(ChannelBase channel)
    {
        var expected = new BoolValue { Value = true };
        using (var probe = Client(channel).StreamingInputCall())
        {
            await probe.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = Zeros(27182), ExpectCompressed = expected });
            Assert.Equal(StatusCode.InvalidArgument, await Failing.StatusAsync(() => probe.ResponseAsync));
        }

        using var call = Client(channel).StreamingInputCall(Gzip);
        await call.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = Zeros(27182), ExpectCompressed = expected });
        call.RequestStream.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
        await call.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = Zeros(45904), ExpectCompressed = new BoolValue() });
        await call.RequestStream.CompleteAsync();
        Assert.Equal(73086, (await call).AggregatedPayloadSize);
    }

    private static async Task ServerStreamingAsync(ChannelBase channel, IEnumerable<ResponseParameters> wanted)
    {
        var request = new StreamingOutputCallRequest { ResponseParameters = { wanted } };
        using var call = Client(channel).StreamingOutputCall(request);
        var sizes = new List<int>();
        await foreach (var response in call.ResponseStream.ReadAllAsync()) sizes.Add(response.Payload.Body.Length);
        Assert.Equal(request.ResponseParameters.Select(parameters => parameters.Size), sizes);
    }

    private static async Task PingPongAsync(ChannelBase channel)
    {
        using var call = Client(channel).FullDuplexCall();
        foreach (var (sent, wanted) in RequestSizes.Zip(ResponseSizes))
        {
            await call.RequestStream.WriteAsync(Question(sent, wanted));
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(wanted, call.ResponseStream.Current.Payload.Body.Length);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
    }

    private static async Task EmptyStreamAsync(ChannelBase channel)
    {
        using var call = Client(channel).FullDuplexCall();
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    private static async Task CancelAfterBeginAsync(ChannelBase channel)
    {
        using var cancel = new CancellationTokenSource();
        using var call = Client(channel).StreamingInputCall(cancellationToken: cancel.Token);
        await cancel.CancelAsync();
        Assert.Equal(StatusCode.Cancelled, await Failing.StatusAsync(() => call.ResponseAsync));
    }

    private static async Task CancelAfterFirstResponseAsync(ChannelBase channel)
    {
        using var cancel = new CancellationTokenSource();
        using var call = Client(channel).FullDuplexCall(cancellationToken: cancel.Token);
        await call.RequestStream.WriteAsync(Question(27182, 31415));
        Assert.True(await call.ResponseStream.MoveNext());
        await cancel.CancelAsync();
        Assert.Equal(StatusCode.Cancelled, await Failing.StatusAsync(() => call.ResponseStream.MoveNext()));
    }

    private static async Task TimeoutOnSleepingServerAsync(ChannelBase channel)
    {
        using var call = Client(channel).FullDuplexCall(deadline: (TimeProvider.System.GetUtcNow() + TimeSpan.FromMilliseconds(1)).UtcDateTime);
        Assert.Equal(StatusCode.DeadlineExceeded, await Failing.StatusAsync(() => call.ResponseStream.MoveNext()));
    }

    private static async Task CustomMetadataAsync(ChannelBase channel)
    {
        byte[] bytes = [0xab, 0xab, 0xab];
        var headers = new Metadata { { "x-grpc-test-echo-initial", "test_initial_metadata_value" }, { "x-grpc-test-echo-trailing-bin", bytes } };
        using var unary = Client(channel).UnaryCallAsync(Large(), headers);
        Assert.Equal("test_initial_metadata_value", (await unary.ResponseHeadersAsync).GetValue("x-grpc-test-echo-initial"));
        await unary;
        Assert.Equal(bytes, unary.GetTrailers().GetValueBytes("x-grpc-test-echo-trailing-bin"));

        using var duplex = Client(channel).FullDuplexCall(headers);
        await duplex.RequestStream.WriteAsync(Question(271828, 314159));
        await duplex.RequestStream.CompleteAsync();
        Assert.Equal("test_initial_metadata_value", (await duplex.ResponseHeadersAsync).GetValue("x-grpc-test-echo-initial"));
        Assert.True(await duplex.ResponseStream.MoveNext());
        Assert.False(await duplex.ResponseStream.MoveNext());
        Assert.Equal(bytes, duplex.GetTrailers().GetValueBytes("x-grpc-test-echo-trailing-bin"));
    }

    private static async Task StatusCodeAndMessageAsync(ChannelBase channel)
    {
        var status = new EchoStatus { Code = 2, Message = "test status message" };
        var unary = await Assert.ThrowsAsync<RpcException>(() => Client(channel).UnaryCallAsync(new SimpleRequest { ResponseStatus = status }).ResponseAsync);
        Assert.Equal((StatusCode.Unknown, status.Message), (unary.StatusCode, unary.Status.Detail));

        using var call = Client(channel).FullDuplexCall();
        await call.RequestStream.WriteAsync(new StreamingOutputCallRequest { ResponseStatus = status });
        var duplex = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
        Assert.Equal((StatusCode.Unknown, status.Message), (duplex.StatusCode, duplex.Status.Detail));
    }

    private static async Task SpecialStatusMessageAsync(ChannelBase channel)
    {
        var status = new EchoStatus { Code = 2, Message = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n" };
        var e = await Assert.ThrowsAsync<RpcException>(() => Client(channel).UnaryCallAsync(new SimpleRequest { ResponseStatus = status }).ResponseAsync);
        Assert.Equal((StatusCode.Unknown, status.Message), (e.StatusCode, e.Status.Detail));
    }

    private static StreamingOutputCallRequest Question(int size, int wanted)
        => new() { Payload = Zeros(size), ResponseParameters = { new ResponseParameters { Size = wanted } } };

    private static ResponseParameters Wanted(int size, bool compressed) => new() { Size = size, Compressed = new BoolValue { Value = compressed } };

    private static Payload Zeros(int size) => new() { Body = ByteString.CopyFrom(new byte[size]) };
}
