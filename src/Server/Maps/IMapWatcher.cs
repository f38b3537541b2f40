namespace TopGun.Server.Maps;

/// <summary>Someone who wants to know when a map has changed. Told from the executor, so it must return at once.</summary>
internal interface IMapWatcher
{
    /// <summary>Committed state of the map has changed, or results on it have.</summary>
    void MapChanged(string map);
}
