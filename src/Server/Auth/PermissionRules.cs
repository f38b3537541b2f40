using TopGun.Core.Access;

namespace TopGun.Server.Auth;

/// <summary>The configured rules. Safe for many threads at once: immutable.</summary>
internal sealed class PermissionRules : IMapAccess
{
    private readonly (string[] Roles, MapPattern[] Maps, MapAction Actions)[] _rules;

    public PermissionRules(IEnumerable<PermissionRule> rules)
        => _rules = [.. rules.Select(rule => (rule.IsForEveryone ? [] : rule.Roles.ToArray(), rule.Maps.Select(map => new MapPattern(map)).ToArray(), rule.Actions))];

    /// <inheritdoc/>
    public bool Allows(Principal principal, string map, MapAction action)
    {
        var allowed = MapAction.None;
        var resolveIsNamed = false;
        foreach (var (roles, maps, actions) in _rules)
        {
            if (!Array.Exists(maps, pattern => pattern.Matches(map, principal.Subject))) continue;
            resolveIsNamed |= actions.HasFlag(MapAction.Resolve);
            if (roles.Length == 0 || Array.Exists(roles, principal.Roles.Contains)) allowed |= actions;
        }

        if (!resolveIsNamed && allowed.HasFlag(MapAction.Put)) allowed |= MapAction.Resolve;
        return (allowed & action) == action;
    }
}
