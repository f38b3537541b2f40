namespace TopGun.Simulation.World;

/// <summary>A mechanism that is taken out, to see that the simulation would notice.</summary>
public enum Sabotage
{
    /// <summary>Nothing is taken out.</summary>
    None,

    /// <summary>The server's disk forgets what it knew of writers at each restart, so that repeats are judged again.</summary>
    NoDuplicateDetection,

    /// <summary>Of two timestamps that differ in the node only, the server takes the one that it has for the newer: first come, first served.</summary>
    NoTieBreak,
}
