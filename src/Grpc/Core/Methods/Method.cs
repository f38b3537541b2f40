namespace Grpc.Core;

/// <summary>A method of a service, and how its messages are read and written.</summary>
internal sealed class Method<TRequest, TResponse>(
    MethodType type,
    string serviceName,
    string name,
    Marshaller<TRequest> requestMarshaller,
    Marshaller<TResponse> responseMarshaller) : IMethod
{
    /// <inheritdoc/>
    public MethodType Type { get; } = type;

    /// <inheritdoc/>
    public string ServiceName { get; } = serviceName;

    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public string FullName { get; } = $"/{serviceName}/{name}";

    /// <summary>Reads and writes requests.</summary>
    public Marshaller<TRequest> RequestMarshaller { get; } = requestMarshaller;

    /// <summary>Reads and writes responses.</summary>
    public Marshaller<TResponse> ResponseMarshaller { get; } = responseMarshaller;
}
