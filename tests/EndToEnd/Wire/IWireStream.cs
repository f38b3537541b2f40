using TopGun.Protocol.V1;

namespace TopGun.EndToEnd.Wire;

/// <summary>One conversation of a client that knows nothing but the contract, after its Welcome. One side reads, one side sends.</summary>
internal interface IWireStream : IDisposable
{
    /// <summary>Sends a frame; returns when another can be taken.</summary>
    Task SendAsync(ClientFrame frame);

    /// <summary>The next frame; null at the end of the conversation.</summary>
    /// <exception cref="Grpc.Core.RpcException">It broke, or the server ended it.</exception>
    Task<ServerFrame?> ReadAsync();

    /// <summary>Ends this side.</summary>
    Task CompleteAsync();
}
