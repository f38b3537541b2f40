using Google.Protobuf;
using Grpc.Core;
using Grpc.Testing;
using TopGun.Grpc.Errors;
using TopGun.Grpc.Server.Calls;

namespace TopGun.Grpc.Tests.Interop;

/// <summary>The service of the public interop cases.</summary>
internal sealed class TestServiceImpl : TestService.TestServiceBase
{
    private const string EchoInitial = "x-grpc-test-echo-initial";
    private const string EchoTrailing = "x-grpc-test-echo-trailing-bin";

    public override async Task<Empty> EmptyCall(Empty request, ServerCallContext context)
    {
        await EchoMetadataAsync(context);
        return request;
    }

    public override async Task<SimpleResponse> UnaryCall(SimpleRequest request, ServerCallContext context)
    {
        RequireCompression(request.ExpectCompressed, context);
        await EchoMetadataAsync(context);
        Refuse(request.ResponseStatus);
        context.WriteOptions = Options(request.ResponseCompressed);
        return new SimpleResponse { Payload = Zeros(request.ResponseSize) };
    }

    public override async Task StreamingOutputCall(
        StreamingOutputCallRequest request, IServerStreamWriter<StreamingOutputCallResponse> responseStream, ServerCallContext context)
    {
        await EchoMetadataAsync(context);
        await AnswerAsync(request, responseStream, context);
        Refuse(request.ResponseStatus);
    }

    public override async Task<StreamingInputCallResponse> StreamingInputCall(
        IAsyncStreamReader<StreamingInputCallRequest> requestStream, ServerCallContext context)
    {
        await EchoMetadataAsync(context);
        var response = new StreamingInputCallResponse();
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            RequireCompression(requestStream.Current.ExpectCompressed, context);
            response.AggregatedPayloadSize += requestStream.Current.Payload.Body.Length;
        }

        return response;
    }

    public override async Task FullDuplexCall(
        IAsyncStreamReader<StreamingOutputCallRequest> requestStream, IServerStreamWriter<StreamingOutputCallResponse> responseStream, ServerCallContext context)
    {
        await EchoMetadataAsync(context);
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            Refuse(requestStream.Current.ResponseStatus);
            await AnswerAsync(requestStream.Current, responseStream, context);
        }
    }

    public override async Task HalfDuplexCall(
        IAsyncStreamReader<StreamingOutputCallRequest> requestStream, IServerStreamWriter<StreamingOutputCallResponse> responseStream, ServerCallContext context)
    {
        var requests = new List<StreamingOutputCallRequest>();
        while (await requestStream.MoveNext(context.CancellationToken)) requests.Add(requestStream.Current);
        foreach (var request in requests) await AnswerAsync(request, responseStream, context);
    }

    private static async Task AnswerAsync(
        StreamingOutputCallRequest request, IServerStreamWriter<StreamingOutputCallResponse> responses, ServerCallContext context)
    {
        foreach (var wanted in request.ResponseParameters)
        {
            if (wanted.IntervalUs > 0) await Task.Delay(TimeSpan.FromMicroseconds(wanted.IntervalUs), context.CancellationToken);
            responses.WriteOptions = Options(wanted.Compressed);
            await responses.WriteAsync(new StreamingOutputCallResponse { Payload = Zeros(wanted.Size) }, context.CancellationToken);
        }
    }

    private static async Task EchoMetadataAsync(ServerCallContext context)
    {
        if (context.RequestHeaders.GetValueBytes(EchoTrailing) is { } trailing) context.ResponseTrailers.Add(EchoTrailing, trailing);
        if (context.RequestHeaders.GetValue(EchoInitial) is { } initial) await context.WriteResponseHeadersAsync(new Metadata { { EchoInitial, initial } });
    }

    private static void RequireCompression(BoolValue? expected, ServerCallContext context)
    {
        if (expected is not null && expected.Value != ((ServerCall)context).IsRequestCompressed)
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"Compressed was to be {expected.Value}."));
    }

    private static void Refuse(EchoStatus? status)
    {
        if (status is { Code: not 0 })
            throw RichStatus.Exception((StatusCode)status.Code, status.Message, new Google.Rpc.ErrorInfo { Domain = "grpc.testing", Reason = "ECHO" });
    }

    private static WriteOptions Options(BoolValue? compressed) => new(compressed?.Value == false ? WriteFlags.NoCompress : WriteFlags.None);

    private static Payload Zeros(int size) => new() { Body = ByteString.CopyFrom(new byte[size]) };
}
