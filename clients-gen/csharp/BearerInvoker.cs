using Grpc.Core;

namespace TopGun.Stubs;

/// <summary>Puts the token into every call. Not by call credentials: those need TLS, which loopback does not have.</summary>
internal sealed class BearerInvoker(CallInvoker inner, Func<string> token) : CallInvoker
{
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        => inner.BlockingUnaryCall(method, host, WithToken(options), request);

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        => inner.AsyncUnaryCall(method, host, WithToken(options), request);

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        => inner.AsyncServerStreamingCall(method, host, WithToken(options), request);

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
        => inner.AsyncClientStreamingCall(method, host, WithToken(options));

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
        => inner.AsyncDuplexStreamingCall(method, host, WithToken(options));

    private CallOptions WithToken(CallOptions options)
    {
        // The caller's own metadata is not ours to change.
        var headers = new Metadata();
        foreach (var entry in options.Headers ?? []) headers.Add(entry);
        headers.Add("authorization", $"Bearer {token()}");
        return options.WithHeaders(headers);
    }
}
