using Grpc.Core;
using TopGun.Client.Connection;
using TopGun.Core.Sync;
using TopGun.Protocol.Frames;
using TopGun.Protocol.V1;

namespace TopGun.Client.Tests.Server;

/// <summary>Lets gRPC calls talk to a scripted server.</summary>
internal sealed class ScriptedSyncService(ScriptedServer server) : SyncService.SyncServiceBase
{
    public override async Task Sync(
        IAsyncStreamReader<SyncRequest> requestStream, IServerStreamWriter<SyncResponse> responseStream, ServerCallContext context)
    {
        var token = context.RequestHeaders.Get("authorization")?.Value?["Bearer ".Length..];
        using var stream = server.Begin(token);
        var writing = WriteAsync(stream, responseStream, context.CancellationToken);
        var reading = ReadAsync(stream, requestStream, context.CancellationToken);
        await Task.WhenAny(writing, reading);
        await writing;
    }

    private static async Task WriteAsync(ScriptedStream stream, IServerStreamWriter<SyncResponse> responses, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var frame in stream.ReadAsync(cancellationToken)) await responses.WriteAsync(ServerFrameMapping.ToResponse(frame), cancellationToken);
        }
        catch (StreamFailure failure)
        {
            var code = failure.Reason.Code == ConnectionReasonCode.TokenRefused ? StatusCode.Unauthenticated : StatusCode.Unavailable;
            throw new RpcException(new Status(code, failure.Message));
        }
    }

    private async Task ReadAsync(ScriptedStream stream, IAsyncStreamReader<SyncRequest> requests, CancellationToken cancellationToken)
    {
        while (await requests.MoveNext(cancellationToken))
            await stream.WriteAsync(ClientFrameMapping.FromRequest(requests.Current, server.Limits), more: false, cancellationToken);
        stream.Finish();
    }
}
