using TopGun.Core.Sessions;
using TopGun.Core.Sync;

namespace TopGun.Simulation.Server;

/// <summary>The server's end of a stream.</summary>
public sealed class Connection
{
    /// <summary>A name for traces.</summary>
    public required int Id { get; init; }

    /// <summary>The user, as the token says.</summary>
    public required string Subject { get; init; }

    /// <summary>The session; null before Welcome.</summary>
    public ServerSession? Session { get; set; }

    /// <summary>Frames that were built and wait for room on the link.</summary>
    public Queue<ServerFrame> Outbox { get; } = new();

    /// <summary>Whether the server has ended it.</summary>
    public bool IsClosed { get; set; }

    /// <inheritdoc/>
    public override string ToString() => $"stream {Id}";
}
