namespace TopGun.Client.Connection.Ladder;

/// <summary>Keeps one way to a server over restarts. Calls come one at a time.</summary>
internal interface IWayStore
{
    /// <summary>The way that was kept when the store was loaded; null for none.</summary>
    KnownWay? LoadedWay { get; }

    /// <summary>Keeps another in its place; null for none.</summary>
    /// <exception cref="TopGunClientException">The device's storage failed; what was kept before still is.</exception>
    void PutWay(KnownWay? way);
}
