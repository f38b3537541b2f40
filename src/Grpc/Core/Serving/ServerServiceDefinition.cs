namespace Grpc.Core;

/// <summary>The methods of a service with their handlers.</summary>
/// <remarks>Generated code makes one; here services are bound through <see cref="ServiceBinderBase"/>.</remarks>
internal sealed class ServerServiceDefinition
{
    private readonly IReadOnlyList<Action<ServiceBinderBase>> _methods;

    private ServerServiceDefinition(IReadOnlyList<Action<ServiceBinderBase>> methods) => _methods = methods;

    /// <summary>Begins a definition.</summary>
    public static Builder CreateBuilder() => new();

    internal void BindService(ServiceBinderBase binder)
    {
        foreach (var method in _methods) method(binder);
    }

    /// <summary>Collects the methods of a definition. Nested, because generated code knows it so.</summary>
    public sealed class Builder
    {
        private readonly List<Action<ServiceBinderBase>> _methods = [];

        /// <summary>Adds a method with one request and one response.</summary>
        public Builder AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse> handler)
            where TRequest : class
            where TResponse : class
            => Add(binder => binder.AddMethod(method, handler));

        /// <summary>Adds a method with many requests and one response.</summary>
        public Builder AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse> handler)
            where TRequest : class
            where TResponse : class
            => Add(binder => binder.AddMethod(method, handler));

        /// <summary>Adds a method with one request and many responses.</summary>
        public Builder AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse> handler)
            where TRequest : class
            where TResponse : class
            => Add(binder => binder.AddMethod(method, handler));

        /// <summary>Adds a method with many requests and many responses.</summary>
        public Builder AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse> handler)
            where TRequest : class
            where TResponse : class
            => Add(binder => binder.AddMethod(method, handler));

        /// <summary>Ends the definition.</summary>
        public ServerServiceDefinition Build() => new([.. _methods]);

        private Builder Add(Action<ServiceBinderBase> method)
        {
            _methods.Add(method);
            return this;
        }
    }
}
