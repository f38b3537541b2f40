namespace Grpc.Core;

/// <summary>A handler of calls with one request and many responses.</summary>
internal delegate Task ServerStreamingServerMethod<TRequest, TResponse>(
    TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context)
    where TRequest : class
    where TResponse : class;
