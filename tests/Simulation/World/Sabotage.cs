namespace TopGun.Simulation.World;

/// <summary>A mechanism that is taken out, to see that the simulation would notice.</summary>
public enum Sabotage
{
    /// <summary>Nothing is taken out.</summary>
    None,

    /// <summary>An op that comes again is judged again, as if the server did not know it.</summary>
    NoDuplicateDetection,

    /// <summary>Of two timestamps that differ in the node only, the server takes the one that it has for the newer: first come, first served.</summary>
    NoTieBreak,

    /// <summary>A page of changes ends in the middle of a version: a part of a group is left out.</summary>
    TornGroups,

    /// <summary>The server says no digests, so nobody notices what went bad on a device.</summary>
    NoDigests,
}
