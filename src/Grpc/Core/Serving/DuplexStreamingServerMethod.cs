namespace Grpc.Core;

/// <summary>A handler of calls with many requests and many responses.</summary>
/// <remarks>
/// An idle stream holds the process when it stops, until the shutdown's own time is over. A handler therefore ends its
/// stream when the application begins to stop.
/// </remarks>
internal delegate Task DuplexStreamingServerMethod<TRequest, TResponse>(
    IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context)
    where TRequest : class
    where TResponse : class;
