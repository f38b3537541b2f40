namespace TopGun.Grpc.Server.Health;

/// <summary>The life of a server, as its health tells it.</summary>
internal enum HealthPhase
{
    /// <summary>It takes no calls yet.</summary>
    Starting,

    /// <summary>It takes calls.</summary>
    Serving,

    /// <summary>It takes no new work, and ends what is open.</summary>
    Stopping,
}
