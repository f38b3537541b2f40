using System.Runtime.CompilerServices;

namespace Grpc.Core;

/// <summary>A call with one request and one response; awaiting it gives the response.</summary>
internal sealed class AsyncUnaryCall<TResponse>(Task<TResponse> responseAsync, IClientCall call) : IDisposable
{
    /// <summary>The response.</summary>
    public Task<TResponse> ResponseAsync => responseAsync;

    /// <inheritdoc cref="IClientCall.ResponseHeadersAsync"/>
    public Task<Metadata> ResponseHeadersAsync => call.ResponseHeadersAsync;

    /// <summary>Lets the call itself be awaited.</summary>
    public TaskAwaiter<TResponse> GetAwaiter() => responseAsync.GetAwaiter();

    /// <summary>Lets the call itself be awaited, on any thread.</summary>
    public ConfiguredTaskAwaitable<TResponse> ConfigureAwait(bool continueOnCapturedContext)
        => responseAsync.ConfigureAwait(continueOnCapturedContext);

    /// <inheritdoc cref="IClientCall.GetStatus"/>
    public Status GetStatus() => call.GetStatus();

    /// <inheritdoc cref="IClientCall.GetTrailers"/>
    public Metadata GetTrailers() => call.GetTrailers();

    /// <summary>Gives the call up if it has not ended.</summary>
    public void Dispose() => call.Dispose();
}
