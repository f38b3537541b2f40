using TopGun.Core.Access;

namespace TopGun.Simulation.Server;

/// <summary>The permission rules: everything but what is denied to all at the moment.</summary>
public sealed class Rules : IMapAccess
{
    private readonly Dictionary<string, MapAction> _denied = new(StringComparer.Ordinal);

    /// <summary>Denies actions on a map, and allows all others.</summary>
    public void Deny(string map, MapAction actions) => _denied[map] = actions;

    /// <summary>What is denied on a map.</summary>
    public MapAction DeniedOn(string map) => _denied.GetValueOrDefault(map);

    /// <summary>Allows everything.</summary>
    public void AllowAll() => _denied.Clear();

    /// <inheritdoc/>
    public bool Allows(Principal principal, string map, MapAction action) => (DeniedOn(map) & action) == 0;
}
