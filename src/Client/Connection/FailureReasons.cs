using TopGun.Core.Sync;

namespace TopGun.Client.Connection;

/// <summary>What went wrong with a conversation, as the application learns it. The one place where faults become reasons.</summary>
internal static class FailureReasons
{
    /// <summary>The failure for whatever a conversation threw.</summary>
    public static StreamFailure Of(Exception error) => error switch
    {
        StreamFailure failure => failure,
        // Of our own side: the server's errors come as frames.
        SyncException { Error.Code: ErrorCode.NodeIdTaken } foreign => new(ConnectionReasonCode.OtherUser, foreign.Message, inner: foreign),
        SyncException or FormatException => new(ConnectionReasonCode.ContractBroken, $"A frame from the server can't be read: {error.Message}", inner: error),
        TopGunClientException failed => new(ConnectionReasonCode.ReplicaFailed, failed.Message, inner: failed),
        _ => new(ConnectionReasonCode.ContractBroken, $"The client failed: {error.Message}", inner: error),
    };

    /// <summary>The failure for an error with which the server ended the stream.</summary>
    public static StreamFailure Of(SyncError error)
    {
        var code = error.Code switch
        {
            ErrorCode.Unauthenticated or ErrorCode.Forbidden => ConnectionReasonCode.TokenRefused,
            ErrorCode.NodeIdTaken => ConnectionReasonCode.NodeIdTaken,
            ErrorCode.VersionUnsupported => ConnectionReasonCode.UpdateNeeded,
            ErrorCode.Unavailable or ErrorCode.RateLimited or ErrorCode.Internal => ConnectionReasonCode.Unavailable,
            _ => ConnectionReasonCode.ContractBroken,
        };
        // The server can't know that the client has a file to open anew.
        var cure = code == ConnectionReasonCode.NodeIdTaken ? " Open a replica file of its own for this user." : "";
        return new StreamFailure(code, $"The server ended the stream: {error.Message}{cure}", error.RetryAfterMs);
    }
}
