namespace ServiceToService;

/// <summary>What a service is told by its environment.</summary>
/// <param name="Server">The address of the TopGun server.</param>
/// <param name="Token">The service's own token: its <c>sub</c> is the service, its roles say what it may do.</param>
/// <param name="ReplicaFile">Where the kitchen keeps its replica.</param>
internal sealed record Surroundings(string Server, string Token, string ReplicaFile)
{
    public static Surroundings Read() => new(
        Environment.GetEnvironmentVariable("TOPGUN_SERVER") ?? "http://127.0.0.1:8080",
        Environment.GetEnvironmentVariable("TOPGUN_TOKEN") ?? throw new InvalidOperationException("TOPGUN_TOKEN is not set; 'topgun token' makes one."),
        Environment.GetEnvironmentVariable("REPLICA_FILE") ?? "kitchen.db");
}
