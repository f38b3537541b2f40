namespace Grpc.Core;

/// <summary>How many messages go each way.</summary>
internal enum MethodType
{
    /// <summary>One and one.</summary>
    Unary,

    /// <summary>Many to the server, one back.</summary>
    ClientStreaming,

    /// <summary>One to the server, many back.</summary>
    ServerStreaming,

    /// <summary>Many both ways, independently.</summary>
    DuplexStreaming,
}
