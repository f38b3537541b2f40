namespace TopGun.Client.Connection;

/// <summary>Where the client stands with its server. Immutable.</summary>
/// <param name="Phase">How far it has come.</param>
/// <param name="Since">Since when, by the device's wall clock.</param>
/// <param name="Reason">Why it is disconnected, or what went wrong before this attempt; null when nothing did.</param>
/// <param name="RetryAt">When it tries again by itself; null while it is trying, and when it waits for
/// <see cref="TopGunClient.ReconnectNow"/> or a new token.</param>
public sealed record ConnectionState(ConnectionPhase Phase, DateTimeOffset Since, ConnectionReason? Reason, DateTimeOffset? RetryAt)
{
    /// <summary>Whether the server has welcomed this client.</summary>
    public bool IsConnected => Phase >= ConnectionPhase.Connected;
}
