namespace TopGun.Core.Replicas;

/// <summary>How far a map is on its way to the server's state.</summary>
public enum MapPhase
{
    /// <summary>Nothing comes: there is no connection, or the server does not show the map.</summary>
    Waiting,

    /// <summary>Records come.</summary>
    Receiving,

    /// <summary>What is here is compared with the server's, and what differs comes.</summary>
    Comparing,

    /// <summary>The map is the server's, and follows it.</summary>
    Synced,
}
