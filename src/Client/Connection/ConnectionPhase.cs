namespace TopGun.Client.Connection;

/// <summary>How far the client has come in reaching its server.</summary>
public enum ConnectionPhase
{
    /// <summary>There is no connection. The reason says why, and when the client tries again.</summary>
    Disconnected,

    /// <summary>It gets a token and opens a connection.</summary>
    Connecting,

    /// <summary>It has sent Hello and waits for Welcome.</summary>
    Authenticating,

    /// <summary>The server has welcomed it.</summary>
    Connected,

    /// <summary>The maps are on their way to the server's state.</summary>
    Syncing,

    /// <summary>All maps that are in use have reached the server's state, and follow it.</summary>
    Synced,
}
