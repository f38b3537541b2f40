namespace TopGun.Core.Replicas;

/// <summary>How far a map has come on its way to the server's state. What has come can be used.</summary>
/// <param name="Phase">What is going on.</param>
/// <param name="Received">About how many records have come, while they are coming: of a map that comes whole those of earlier connections too. Else 0.</param>
/// <param name="Total">About how many records that is of; 0 when it is not known, and while none are coming.</param>
/// <param name="Share">About how much of the phase is done, 0 to 1; 1 when synced.</param>
public readonly record struct MapProgress(MapPhase Phase, long Received, long Total, double Share)
{
    /// <summary>Nothing comes.</summary>
    public static MapProgress Waiting => default;

    /// <summary>All is here.</summary>
    public static MapProgress Synced => new(MapPhase.Synced, 0, 0, 1);
}
