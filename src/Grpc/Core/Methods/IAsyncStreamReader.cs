namespace Grpc.Core;

/// <summary>The messages that come in. One reader at a time.</summary>
internal interface IAsyncStreamReader<out T>
{
    /// <summary>The message that the last successful <see cref="MoveNext"/> found.</summary>
    T Current { get; }

    /// <summary>Waits for the next message.</summary>
    /// <returns>False when the other side has ended its messages.</returns>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}
