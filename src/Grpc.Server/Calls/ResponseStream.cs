using Grpc.Core;

namespace TopGun.Grpc.Server.Calls;

/// <summary>The responses of a call, for its handler. One write at a time.</summary>
internal sealed class ResponseStream<T>(ServerCall call, Marshaller<T> marshaller) : IServerStreamWriter<T>
{
    /// <inheritdoc/>
    public WriteOptions? WriteOptions { get; set; }

    /// <inheritdoc/>
    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    /// <inheritdoc/>
    public Task WriteAsync(T message, CancellationToken cancellationToken)
        => call.WriteAsync(message, marshaller, WriteOptions, cancellationToken);
}
