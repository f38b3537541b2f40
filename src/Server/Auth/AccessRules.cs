using System.Collections.Frozen;
using TopGun.Core.Access;
using TopGun.Server.Sessions;

namespace TopGun.Server.Auth;

/// <summary>Who may do what and which tokens were revoked, at one moment. Immutable.</summary>
internal sealed class AccessRules
{
    private readonly PermissionRules _permissions;
    private readonly FrozenSet<string> _tokens;
    private readonly FrozenDictionary<string, DateTimeOffset> _users;

    public AccessRules(IEnumerable<PermissionRule> permissions, IEnumerable<Revocation> revoked)
    {
        Revocation[] all = [.. revoked];
        _permissions = new PermissionRules(permissions);
        _tokens = all.Select(one => one.TokenId).OfType<string>().ToFrozenSet(StringComparer.Ordinal);
        _users = all.Where(one => one.TokenId is null)
            .GroupBy(one => one.Subject!, StringComparer.Ordinal)
            .ToFrozenDictionary(user => user.Key, user => user.Max(one => one.IssuedBefore ?? DateTimeOffset.MaxValue), StringComparer.Ordinal);
    }

    public bool Allows(Principal principal, string map, MapAction action) => _permissions.Allows(principal, map, action);

    public bool IsRevoked(Credential credential)
        => (credential.TokenId is { } id && _tokens.Contains(id))
            || (_users.TryGetValue(credential.Principal.Subject, out var before) && (credential.IssuedAt is not { } issued || issued < before));

    /// <summary>What is wrong with rules as they were written, each with its place.</summary>
    public static IEnumerable<string> Mistakes(IEnumerable<PermissionRule> permissions, IEnumerable<Revocation> revoked, string where)
    {
        foreach (var (index, rule) in permissions.Index())
        {
            if (rule.Roles.Contains("*") && !rule.IsForEveryone) yield return $"{where}Permissions:{index} has '*' beside other roles; '*' alone means every user.";
            if (rule.Maps.Count == 0) yield return $"{where}Permissions:{index}:Maps is empty; name maps, or '*' for all.";
            if (rule.Actions == MapAction.None) yield return $"{where}Permissions:{index}:Actions is empty; READ, PUT, REMOVE, RESOLVE and ADMIN are known.";
        }

        foreach (var (index, one) in revoked.Index())
            if (string.IsNullOrEmpty(one.Subject) == string.IsNullOrEmpty(one.TokenId))
                yield return $"{where}Revoked:{index} needs one of Subject and TokenId, and only one.";
    }
}
