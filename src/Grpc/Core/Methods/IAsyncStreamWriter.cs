namespace Grpc.Core;

/// <summary>The messages that go out. One write at a time: the next begins when the task of the last has ended.</summary>
internal interface IAsyncStreamWriter<in T>
{
    /// <summary>How the messages from now on are sent; null for no wishes.</summary>
    WriteOptions? WriteOptions { get; set; }

    /// <summary>Sends a message. The task ends when there is room for the next, so a slow reader slows the writer.</summary>
    /// <exception cref="InvalidOperationException">A write is under way, or the messages are at their end.</exception>
    Task WriteAsync(T message);

    /// <summary>Sends a message, unless the token is cancelled first.</summary>
    Task WriteAsync(T message, CancellationToken cancellationToken)
        => cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : WriteAsync(message);
}
