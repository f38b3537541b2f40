namespace TopGun.Client.Connection;

/// <summary>A way to the server. One conversation at a time.</summary>
/// <remarks>A border: the conversation knows frames, and a transport how they travel, on one stream or in calls.</remarks>
internal interface ISyncTransport : IDisposable
{
    /// <summary>Begins a conversation. It returns at once; whether the server can be reached is told by the stream.</summary>
    /// <param name="token">The bearer token; null for none.</param>
    /// <param name="rung">How its frames travel.</param>
    /// <exception cref="StreamFailure">The address can't be right.</exception>
    ISyncStream Open(string? token, TransportRung rung);

    /// <summary>Questions that the server answers by calls, beside the conversation. May be asked for at any time, from any thread.</summary>
    /// <param name="token">The bearer token; null for none.</param>
    /// <param name="rung">How they travel.</param>
    /// <exception cref="StreamFailure">The address can't be right, or this way has no calls.</exception>
    MapCalls Calls(string? token, TransportRung rung) => throw new StreamFailure(ConnectionReasonCode.NoServer, "This way to the server carries a conversation and nothing else.");

    /// <summary>Finds out more about a failure, where it can.</summary>
    /// <param name="failure">Why there is no conversation.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<StreamFailure> ExplainAsync(StreamFailure failure, CancellationToken cancellationToken) => Task.FromResult(failure);
}
