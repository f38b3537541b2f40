using System.Collections.Concurrent;
using Grpc.Core;
using TopGun.Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>A way to a server. Safe for several threads; make one for each server and keep it.</summary>
/// <remarks>
/// <c>http://</c> speaks the chosen version of HTTP from the first byte, <c>https://</c> agrees on it during the TLS handshake. Connections are made
/// when calls need them, and again after they break; a call that was on one ends with <see cref="StatusCode.Unavailable"/>.
/// </remarks>
internal sealed class GrpcChannel : ChannelBase, IDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<string, Uri> _methods = new();
    private readonly HttpMessageInvoker _http;

    private GrpcChannel(Uri address, GrpcChannelOptions options)
        : base(address.Authority)
    {
        if (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
            throw new ArgumentException($"The address '{address}' must begin with http:// or https://.", nameof(address));
        if (options.Form == WireForm.Grpc && options.HttpVersion.Major < 2)
            throw new ArgumentException($"gRPC needs HTTP/2; over HTTP/{options.HttpVersion} choose gRPC-Web.", nameof(options));
        Address = address;
        Options = options;
        Closing = _closing.Token;
        _http = new HttpMessageInvoker(options.HttpHandler ?? GrpcHttpHandler.Create(), disposeHandler: options.HttpHandler is null);
    }

    /// <summary>The address of the server.</summary>
    internal Uri Address { get; }

    /// <summary>How calls are made.</summary>
    internal GrpcChannelOptions Options { get; }

    /// <summary>Cancelled when the channel is disposed.</summary>
    internal CancellationToken Closing { get; }

    /// <summary>Makes a channel to an address such as <c>http://localhost:8080</c>.</summary>
    public static GrpcChannel ForAddress(string address) => ForAddress(address, new GrpcChannelOptions());

    /// <summary>Makes a channel to an address, with options, which must not change afterwards.</summary>
    public static GrpcChannel ForAddress(string address, GrpcChannelOptions channelOptions) => ForAddress(new Uri(address), channelOptions);

    /// <summary>Makes a channel to an address.</summary>
    public static GrpcChannel ForAddress(Uri address) => ForAddress(address, new GrpcChannelOptions());

    /// <summary>Makes a channel to an address, with options, which must not change afterwards.</summary>
    public static GrpcChannel ForAddress(Uri address, GrpcChannelOptions channelOptions) => new(address, channelOptions);

    /// <inheritdoc/>
    public override CallInvoker CreateCallInvoker() => new HttpCallInvoker(this);

    /// <summary>Gives all calls up and closes the connections.</summary>
    public void Dispose()
    {
        if (_closing.IsCancellationRequested) return;
        _closing.Cancel();
        _http.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ShutdownAsyncCore()
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Where a method is; made once, because parsing an address costs more than most of a call's own work.</summary>
    internal Uri AddressOf(IMethod method)
        => _methods.GetOrAdd(method.FullName, static (path, server) => new Uri(server, path), Address);

    /// <summary>Sends the request of a call.</summary>
    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, this);
        return _http.SendAsync(request, cancellationToken);
    }
}
