using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using TopGun.Core.Sync;
using TopGun.Grpc.Errors;
using TopGun.Protocol.Frames;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Tests.Endpoint;

/// <summary>A client that sends what a test wants, a frame or any bytes, and believes nothing.</summary>
internal sealed class RawClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly Method<byte[], Wire.SyncResponse> Sync = new(
        MethodType.DuplexStreaming,
        "topgun.v1.SyncService",
        "Sync",
        Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes),
        Marshallers.Create<Wire.SyncResponse>(message => message.ToByteArray(), Wire.SyncResponse.Parser.ParseFrom));

    private readonly AsyncDuplexStreamingCall<byte[], Wire.SyncResponse> _call;

    public RawClient(GrpcChannel channel, string? authorization)
    {
        var headers = new Metadata();
        if (authorization is not null) headers.Add("authorization", authorization);
        _call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(Sync, null, new CallOptions(headers));
    }

    public Task Send(ClientFrame frame) => Send(ClientFrameMapping.ToRequest(frame));

    public Task Send(IMessage message) => Send(message.ToByteArray());

    public async Task Send(byte[] bytes)
    {
        try
        {
            await _call.RequestStream.WriteAsync(bytes).WaitAsync(Patience);
        }
        catch (RpcException)
        {
            // The server has ended the stream already; reading says why.
        }
    }

    public Task End() => _call.RequestStream.CompleteAsync();

    public async Task<Wire.ServerFrame> NextWire()
    {
        Assert.True(await _call.ResponseStream.MoveNext(default).WaitAsync(Patience), "The stream ended.");
        return _call.ResponseStream.Current.Frame;
    }

    public async Task<ServerFrame> Next() => ServerFrameMapping.FromWire(await NextWire())!;

    public async Task<T> Next<T>()
        where T : ServerFrame
        => Assert.IsType<T>(await Next());

    /// <summary>Sends a batch, and waits for the results of all its ops.</summary>
    public async Task<IReadOnlyList<OpResult>> Settle(OpBatch batch)
    {
        List<OpResult> results = [];
        await Send(batch);
        while (results.Count < batch.Ops.Count)
            if (await Next() is OpResults more) results.AddRange(more.Results);
        return results;
    }

    /// <summary>The stream ends with this status and this code in the trailer; returns the message.</summary>
    public async Task<string> EndsWith(StatusCode status, Wire.ErrorCode code)
    {
        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await _call.ResponseStream.MoveNext(default).WaitAsync(Patience))
                if (_call.ResponseStream.Current.Frame.KindCase == Wire.ServerFrame.KindOneofCase.Error)
                    Assert.Equal(code, _call.ResponseStream.Current.Frame.Error.Code);
        });
        Assert.Equal(status, failure.StatusCode);
        var name = Wire.ErrorReflection.Descriptor.EnumTypes[0].FindValueByNumber((int)code).Name;
        Assert.Equal(name, failure.Trailers.GetValue("topgun-error"));
        Assert.Equal(name, RichStatus.Detail<Google.Rpc.ErrorInfo>(failure)?.Reason);
        return failure.Status.Detail;
    }

    /// <summary>Reads to the end, whatever it is.</summary>
    public async Task<StatusCode> Outcome()
    {
        try
        {
            while (await _call.ResponseStream.MoveNext(default).WaitAsync(Patience))
            {
            }

            return StatusCode.OK;
        }
        catch (RpcException failure)
        {
            return failure.StatusCode;
        }
    }

    public void Dispose() => _call.Dispose();
}
