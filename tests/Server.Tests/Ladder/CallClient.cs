using Grpc.Core;
using Grpc.Net.Client;
using TopGun.Core.Sync;
using TopGun.Grpc.Wire;
using TopGun.Protocol.Frames;
using TopGun.Server.Tests.Endpoint;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Tests.Ladder;

/// <summary>The two calls of a session over gRPC-Web and HTTP/1.1, each as a test wants it.</summary>
internal sealed class CallClient : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly GrpcChannel _channel;
    private readonly Wire.SyncService.SyncServiceClient _client;
    private readonly CallOptions _options;

    public CallClient(TestServer server, string subject = "alice", string? token = null)
    {
        _channel = GrpcChannel.ForAddress(server.WebAddress, new GrpcChannelOptions { Form = WireForm.Web, HttpVersion = new Version(1, 1) });
        _client = new Wire.SyncService.SyncServiceClient(_channel);
        _options = new CallOptions(new Metadata { { "authorization", $"Bearer {token ?? server.Token(subject)}" } });
    }

    /// <summary>The session, once it was begun.</summary>
    public string Session { get; set; } = "";

    public static Hello Hello(string nodeId = "node-1") => new(1, 1, nodeId, [], "test 1.0");

    /// <summary>A call that fetches frames.</summary>
    public AsyncServerStreamingCall<Wire.OpenSessionResponse> Call(long received = 0, uint? holdMs = null)
    {
        var request = new Wire.OpenSessionRequest { SessionToken = Session, ReceivedThrough = (ulong)received };
        if (holdMs is { } hold) request.HoldMs = hold;
        return _client.OpenSession(request, _options);
    }

    /// <summary>Begins a session, and leaves no call open.</summary>
    public async Task Begin()
    {
        using var call = Call(holdMs: 0);
        Session = (await Next(call)).SessionToken;
        Assert.False(await call.ResponseStream.MoveNext().WaitAsync(Patience));
    }

    /// <summary>Begins a session up to its Welcome, which is frame 1.</summary>
    public async Task Greet(string nodeId = "node-1")
    {
        await Begin();
        await Send(1, Hello(nodeId));
        Assert.IsType<Welcome>(Assert.Single(await Poll(0)).Frame);
    }

    public Task<Wire.SendFramesResponse> Send(long first, params ClientFrame[] frames) => Send(new Wire.SendFramesRequest
    {
        FirstNumber = (ulong)first, Frames = { frames.Select(ClientFrameMapping.ToWire) },
    });

    public Task<Wire.SendFramesResponse> Send(Wire.SendFramesRequest request)
    {
        if (request.SessionToken.Length == 0) request.SessionToken = Session;
        return _client.SendFramesAsync(request, _options).ResponseAsync.WaitAsync(Patience);
    }

    /// <summary>All frames of one call that waits.</summary>
    public async Task<List<(long Number, ServerFrame Frame)>> Poll(long received, uint holdMs = 60_000)
    {
        using var call = Call(received, holdMs);
        List<(long, ServerFrame)> frames = [];
        Assert.Equal(Session, (await Next(call)).SessionToken);
        while (await call.ResponseStream.MoveNext().WaitAsync(Patience)) frames.Add(Read(call.ResponseStream.Current));
        return frames;
    }

    public static async Task<Wire.OpenSessionResponse> Next(AsyncServerStreamingCall<Wire.OpenSessionResponse> call)
    {
        Assert.True(await call.ResponseStream.MoveNext().WaitAsync(Patience), "The call ended.");
        return call.ResponseStream.Current;
    }

    public static async Task<(long Number, ServerFrame Frame)> NextFrame(AsyncServerStreamingCall<Wire.OpenSessionResponse> call) => Read(await Next(call));

    /// <summary>A task fails with this status, and this code in the trailers.</summary>
    public static async Task<string> Fails(Func<Task> task, StatusCode status, Wire.ErrorCode code)
    {
        var failure = await Assert.ThrowsAsync<RpcException>(task);
        Assert.Equal(status, failure.StatusCode);
        Assert.Equal(Wire.ErrorReflection.Descriptor.EnumTypes[0].FindValueByNumber((int)code).Name, failure.Trailers.GetValue("topgun-error"));
        return failure.Status.Detail;
    }

    public void Dispose() => _channel.Dispose();

    private static (long, ServerFrame) Read(Wire.OpenSessionResponse response) => ((long)response.Number, ServerFrameMapping.FromWire(response.Frame)!);
}
