namespace TopGun.Client.Maps;

/// <summary>What became of a write at the server.</summary>
public enum WriteEnding
{
    /// <summary>It came into effect, durably.</summary>
    Applied,

    /// <summary>Newer writes of others stood in all its places; nothing was lost that last-write-wins would have kept.</summary>
    Superseded,

    /// <summary>It was refused and undone; the inbox keeps it.</summary>
    Rejected,
}
