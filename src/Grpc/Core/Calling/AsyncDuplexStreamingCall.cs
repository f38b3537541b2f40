namespace Grpc.Core;

/// <summary>A call with many requests and many responses, independent of each other.</summary>
internal sealed class AsyncDuplexStreamingCall<TRequest, TResponse>(
    IClientStreamWriter<TRequest> requestStream, IAsyncStreamReader<TResponse> responseStream, IClientCall call) : IDisposable
{
    /// <summary>The requests.</summary>
    public IClientStreamWriter<TRequest> RequestStream => requestStream;

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
