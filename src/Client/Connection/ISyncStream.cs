using TopGun.Core.Sync;

namespace TopGun.Client.Connection;

/// <summary>The frames of one conversation, each side's in order. Disposing gives it up.</summary>
internal interface ISyncStream : IDisposable
{
    /// <summary>Frames from the server, to the end of the conversation. Read once.</summary>
    /// <exception cref="StreamFailure">While reading: the stream broke, or the server refused it.</exception>
    IAsyncEnumerable<ServerFrame> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Sends a frame; one at a time. It returns when the stream can take another.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="more">Another follows at once, so this one may wait for it.</param>
    /// <param name="cancellationToken">Gives up the stream.</param>
    /// <exception cref="StreamFailure">The stream has ended; reading it tells why.</exception>
    Task WriteAsync(ClientFrame frame, bool more, CancellationToken cancellationToken);
}
