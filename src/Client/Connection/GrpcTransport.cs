using System.Net;
using System.Net.Http;
using Grpc.Core;
using Grpc.Net.Client;
using TopGun.Client.Connection.Ladder;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Client.Connection;

/// <summary>The conversation over gRPC: on one bidirectional stream over HTTP/2, or in calls of gRPC-Web over HTTP/1.1.</summary>
/// <param name="address">The server's address, as the application wrote it.</param>
/// <param name="time">The time.</param>
/// <param name="proxy">What stands between this device and all others; null for the system's, or that of HTTPS_PROXY.</param>
internal sealed class GrpcTransport(string address, TimeProvider time, IWebProxy? proxy = null) : ISyncTransport
{
    // Pages are small; but one version never is divided, and a server may accept larger values than ours does by default.
    private const int LargestFrameBytes = 64 << 20;

    // Below the patience of common proxies, and often enough that a dead one is noticed.
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(20);

    private readonly Lock _gate = new();
    private readonly List<IDisposable> _open = [];
    private GrpcChannel? _streaming;
    private GrpcChannel? _web;

    /// <inheritdoc/>
    public ISyncStream Open(string? token, TransportRung rung)
    {
        var headers = new Metadata();
        if (token is not null) headers.Add("authorization", $"Bearer {token}");
        var client = new Wire.SyncService.SyncServiceClient(ChannelOf(rung));
        if (rung == TransportRung.Streaming) return new GrpcSyncStream(client.Sync(new CallOptions(headers)), address);
        return new CallSyncStream(new FrameCalls(client, headers, address, rung == TransportRung.LongPolling ? Hold : null, time));
    }

    /// <inheritdoc/>
    public MapCalls Calls(string? token, TransportRung rung) => new(new Wire.MapService.MapServiceClient(ChannelOf(rung)), token, address);

    /// <inheritdoc/>
    public async Task<StreamFailure> ExplainAsync(StreamFailure failure, CancellationToken cancellationToken)
    {
        if (!failure.DoubtsAddress || await AddressProbe.FindAsync(ServerAddress.Parse(address), cancellationToken) is not { } right) return failure;

        // The same code as before: what stands beside may be there by chance, and the server come back where it was.
        return new StreamFailure(failure.Reason.Code, $"The server is not at {address}, but at {right}; write that.", inner: failure) { MayBeWay = failure.MayBeWay };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var open in _open) open.Dispose();
            _open.Clear();
        }
    }

    private GrpcChannel ChannelOf(TransportRung rung)
    {
        lock (_gate)
        {
            return rung == TransportRung.Streaming
                ? _streaming ??= Connect(ServerAddress.Parse(address), Streaming)
                : _web ??= Connect(ServerAddress.Parse(address), (uri, http) => WebChannel.To(uri, LargestFrameBytes, http), isHttp1: true);
        }
    }

    private static GrpcChannel Streaming(Uri uri, SocketsHttpHandler http)
        => GrpcChannel.ForAddress(uri, new GrpcChannelOptions { MaxReceiveMessageSize = LargestFrameBytes, HttpHandler = http });

    private GrpcChannel Connect(Uri uri, Func<Uri, SocketsHttpHandler, GrpcChannel> make, bool isHttp1 = false)
    {
        var http = GrpcHttpHandler.Create();
        // A proxy is asked for a tunnel where there is TLS. In cleartext it would want HTTP/1.1.
        http.UseProxy = uri.Scheme == Uri.UriSchemeHttps || isHttp1;
        http.Proxy = proxy;
        var channel = make(uri, http);
        _open.AddRange([channel, http]);
        return channel;
    }
}
