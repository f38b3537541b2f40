namespace Grpc.Core;

/// <summary>Collects the methods of a service; generated code calls it once for each.</summary>
/// <remarks>The handler is null when a service was bound without an instance of it.</remarks>
internal abstract class ServiceBinderBase
{
    /// <summary>Takes a method with one request and one response.</summary>
    public virtual void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class
        => throw new NotSupportedException();

    /// <summary>Takes a method with many requests and one response.</summary>
    public virtual void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class
        => throw new NotSupportedException();

    /// <summary>Takes a method with one request and many responses.</summary>
    public virtual void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class
        => throw new NotSupportedException();

    /// <summary>Takes a method with many requests and many responses.</summary>
    public virtual void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class
        => throw new NotSupportedException();
}
