namespace Grpc.Core;

/// <summary>A call that did not end with <see cref="StatusCode.OK"/>; thrown by a handler, it is the answer of the call.</summary>
internal sealed class RpcException(Status status, Metadata trailers, string message) : Exception(message, status.DebugException)
{
    /// <summary>Makes the exception from a status.</summary>
    public RpcException(Status status)
        : this(status, Metadata.Empty)
    {
    }

    /// <summary>Makes the exception from a status, with another text for logs.</summary>
    public RpcException(Status status, string message)
        : this(status, Metadata.Empty, message)
    {
    }

    /// <summary>Makes the exception from a status and trailers, which travel with it.</summary>
    public RpcException(Status status, Metadata trailers)
        : this(status, trailers, status.ToString())
    {
    }

    /// <summary>How the call ended.</summary>
    public Status Status { get; } = status;

    /// <summary>The code of <see cref="Status"/>.</summary>
    public StatusCode StatusCode => Status.StatusCode;

    /// <summary>The trailers that came, or will go, with the status; empty when there are none.</summary>
    public Metadata Trailers { get; } = trailers ?? throw new ArgumentNullException(nameof(trailers));
}
