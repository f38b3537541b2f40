namespace Grpc.Core;

/// <summary>A handler of calls with one request and one response.</summary>
internal delegate Task<TResponse> UnaryServerMethod<TRequest, TResponse>(TRequest request, ServerCallContext context)
    where TRequest : class
    where TResponse : class;
