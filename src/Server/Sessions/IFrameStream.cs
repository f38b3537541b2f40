using TopGun.Core.Sync;

namespace TopGun.Server.Sessions;

/// <summary>One client's stream of frames, whatever carries it. One read and one write at a time.</summary>
internal interface IFrameStream
{
    /// <summary>The next frame; null when the client has ended its side.</summary>
    /// <exception cref="SyncException">What came breaks the contract; nothing more is read.</exception>
    ValueTask<ClientFrame?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Sends a frame; completes when the stream can take another.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="flush">When it must leave.</param>
    /// <param name="cancellationToken">Gives up; the stream is then of no more use.</param>
    Task WriteAsync(ServerFrame frame, FrameFlush flush, CancellationToken cancellationToken);
}
