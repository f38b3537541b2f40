using TopGun.Server.Calls;
using TopGun.Server.Maps;

namespace TopGun.Server;

/// <summary>The maps of this server, for the application that it is part of. Safe for many threads at once.</summary>
public sealed class ServerMaps
{
    private readonly MapCalls _calls;
    private readonly PartitionSettings _settings;

    internal ServerMaps(MapCalls calls, PartitionSettings settings) => (_calls, _settings) = (calls, settings);

    /// <summary>One map. It is made by its first write.</summary>
    /// <param name="name">Its name: 1 to 128 bytes of UTF-8.</param>
    public ServerMap Map(string name) => new(name, _calls, _settings);
}
