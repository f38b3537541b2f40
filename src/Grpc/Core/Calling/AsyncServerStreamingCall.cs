namespace Grpc.Core;

/// <summary>A call with one request and many responses.</summary>
internal sealed class AsyncServerStreamingCall<TResponse>(IAsyncStreamReader<TResponse> responseStream, IClientCall call) : IDisposable
{
    /// <summary>The responses.</summary>
    public IAsyncStreamReader<TResponse> ResponseStream => responseStream;

    /// <inheritdoc cref="IClientCall.ResponseHeadersAsync"/>
    public Task<Metadata> ResponseHeadersAsync => call.ResponseHeadersAsync;

    /// <inheritdoc cref="IClientCall.GetStatus"/>
    public Status GetStatus() => call.GetStatus();

    /// <inheritdoc cref="IClientCall.GetTrailers"/>
    public Metadata GetTrailers() => call.GetTrailers();

    /// <summary>Gives the call up if it has not ended.</summary>
    public void Dispose() => call.Dispose();
}
