using System.Collections.Frozen;

namespace TopGun.Grpc.Wire;

/// <summary>The header and trailer names of the protocol.</summary>
internal static class GrpcHeader
{
    /// <summary>The kind of body; see <see cref="MediaType"/>.</summary>
    public const string ContentType = "content-type";

    /// <summary>Announces a call of gRPC-Web, with the value 1.</summary>
    public const string Web = "x-grpc-web";

    /// <summary>The status code, as a number.</summary>
    public const string Status = "grpc-status";

    /// <summary>The status sentence, percent-encoded.</summary>
    public const string Message = "grpc-message";

    /// <summary>A google.rpc.Status with details.</summary>
    public const string StatusDetails = "grpc-status-details-bin";

    /// <summary>How long the client waits; see <see cref="GrpcTimeout"/>.</summary>
    public const string Timeout = "grpc-timeout";

    /// <summary>How the flagged messages of this direction are compressed.</summary>
    public const string Encoding = "grpc-encoding";

    /// <summary>The compressions that the sender of this header can undo.</summary>
    public const string AcceptEncoding = "grpc-accept-encoding";

    private static readonly FrozenSet<string> Reserved = FrozenSet.ToFrozenSet(
        [
            ContentType, "te", "host", "content-length", "content-encoding", "accept-encoding", "transfer-encoding", "connection",
            Status, Message, Timeout, Encoding, AcceptEncoding, "grpc-message-type", "grpc-internal-encoding-request", Web,
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a header of this name is the application's: not HTTP's own and not the protocol's.</summary>
    /// <remarks>The agent's name and the details of a status are for applications to read.</remarks>
    public static bool IsMetadata(string name) => !Reserved.Contains(name) && !name.StartsWith(':');
}
