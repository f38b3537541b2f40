using System.Threading.Channels;
using Google.Protobuf;
using TopGun.Client.Connection;
using TopGun.Core.Sessions;
using TopGun.Core.Sync;
using TopGun.Protocol.Frames;
using TopGun.Protocol.V1;
using ClientFrame = TopGun.Core.Sync.ClientFrame;
using ServerFrame = TopGun.Core.Sync.ServerFrame;

namespace TopGun.Client.Tests.Server;

/// <summary>Both ends of one conversation with a scripted server. Frames travel as bytes.</summary>
internal sealed class ScriptedStream(ScriptedServer server, string? token) : ISyncStream
{
    private readonly Channel<byte[]> _toClient = Channel.CreateUnbounded<byte[]>();

    public string? Token { get; } = token;

    public ServerSession? Session { get; set; }

    public HashSet<string> Maps { get; } = new(StringComparer.Ordinal);

    public void Send(ServerFrame frame) => _toClient.Writer.TryWrite(ServerFrameMapping.ToResponse(frame).ToByteArray());

    public void Cut(StreamFailure why) => _toClient.Writer.TryComplete(why);

    public void Finish() => _toClient.Writer.TryComplete();

    public async IAsyncEnumerable<ServerFrame> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var bytes in _toClient.Reader.ReadAllAsync(cancellationToken))
            if (ServerFrameMapping.FromResponse(SyncResponse.Parser.ParseFrom(bytes)) is { } frame) yield return frame;
    }

    public Task WriteAsync(ClientFrame frame, bool more, CancellationToken cancellationToken)
    {
        var bytes = ClientFrameMapping.ToRequest(frame).ToByteArray();
        server.Receive(this, ClientFrameMapping.FromRequest(SyncRequest.Parser.ParseFrom(bytes), server.Limits));
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        server.Leave(this);
        Finish();
    }
}
