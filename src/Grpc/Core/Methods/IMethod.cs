namespace Grpc.Core;

/// <summary>What can be said of a method without its message types.</summary>
internal interface IMethod
{
    /// <summary>How many messages go each way.</summary>
    MethodType Type { get; }

    /// <summary>The name of the service, with its package.</summary>
    string ServiceName { get; }

    /// <summary>The name within the service.</summary>
    string Name { get; }

    /// <summary>The path of its requests: <c>/service/method</c>.</summary>
    string FullName { get; }
}
