namespace Grpc.Core;

/// <summary>A handler of calls with many requests and one response.</summary>
internal delegate Task<TResponse> ClientStreamingServerMethod<TRequest, TResponse>(
    IAsyncStreamReader<TRequest> requestStream, ServerCallContext context)
    where TRequest : class
    where TResponse : class;
