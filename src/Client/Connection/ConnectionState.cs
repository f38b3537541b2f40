namespace TopGun.Client.Connection;

/// <summary>Where the client stands with its server. Immutable.</summary>
/// <param name="Phase">How far it has come.</param>
/// <param name="Since">Since when, by the device's wall clock.</param>
/// <param name="Reason">Why it is disconnected, or what went wrong before this attempt; null when nothing did.</param>
/// <param name="RetryAt">When it tries again by itself; null while it is trying, and when it waits for
/// <see cref="TopGunClient.ReconnectNow"/> or a new token.</param>
public sealed record ConnectionState(ConnectionPhase Phase, DateTimeOffset Since, ConnectionReason? Reason, DateTimeOffset? RetryAt)
{
    /// <summary>The way to the server that it goes, tries, or tried last.</summary>
    public TransportRung Rung { get; init; } = TransportRung.Streaming;

    /// <summary>Why it does not go a better way, for people: what happened when that was tried last. null on the best that the options allow.</summary>
    /// <remarks>The ways above are tried again after a day, after <see cref="TopGunClient.ReconnectNow"/>, and when the device's network changes.</remarks>
    public string? RungReason { get; init; }

    /// <summary>Whether the server has welcomed this client.</summary>
    public bool IsConnected => Phase >= ConnectionPhase.Connected;
}
