using TopGun.Core.Access;
using TopGun.Host.Configuration;
using TopGun.Server.Auth;

namespace TopGun.Host.Serving;

/// <summary>Permission rules as one line of text: <c>roles:maps:actions</c>, rules separated by semicolons, lists by commas.</summary>
internal static class PermissionText
{
    private const string Form = "rules like 'editor,admin:notes-*,drafts:READ,PUT,REMOVE;*:public:READ', where * as the only role means every user";

    /// <summary>Reads rules.</summary>
    /// <exception cref="StartFailure">There are none, or some are of a wrong form.</exception>
    public static IReadOnlyList<PermissionRule> Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw new StartFailure($"TOPGUN_PERMISSIONS is not set, so nobody could do anything: set it to {Form}.");
        var mistakes = new Mistakes();
        PermissionRule[] rules = [.. text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(rule => mistakes.Read(() => ParseRule(rule), new PermissionRule()))];
        mistakes.ThrowIfAny();
        return rules.Length > 0 ? rules : throw new StartFailure($"TOPGUN_PERMISSIONS is '{text.Trim()}', which has no rule, so nobody could do anything: set it to {Form}.");
    }

    private static PermissionRule ParseRule(string text)
    {
        var parts = text.Split(':', StringSplitOptions.TrimEntries);
        // A map's name may have colons; roles and actions have none.
        if (parts.Length < 3) throw new StartFailure($"TOPGUN_PERMISSIONS has the rule '{text}', which is not of the form roles:maps:actions. Write {Form}.");
        return new PermissionRule
        {
            Roles = ParseRoles(parts[0], text),
            Maps = Some(parts[1..^1], "map", text),
            Actions = Some(parts[^1..], "action", text).Aggregate(MapAction.None, (all, action) => all | ParseAction(action, text)),
        };
    }

    // No role at all would mean every user: that must be said, not forgotten.
    private static string[] ParseRoles(string text, string rule)
    {
        var roles = Some([text], "role", rule);
        if (roles is ["*"]) return [];
        return !roles.Contains("*")
            ? roles
            : throw new StartFailure($"TOPGUN_PERMISSIONS has the role '*' beside others in '{rule}'; it means every user, so let it stand alone.");
    }

    private static MapAction ParseAction(string text, string rule)
        => text.All(char.IsAsciiLetter) && Enum.TryParse<MapAction>(text, ignoreCase: true, out var action) && action != MapAction.None
            ? action
            : throw new StartFailure($"TOPGUN_PERMISSIONS has the action '{text}' in '{rule}'; READ, PUT, REMOVE, RESOLVE and ADMIN are known.");

    private static string[] Some(string[] parts, string thing, string rule)
    {
        var names = string.Join(':', parts).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return names.Length > 0 ? names : throw new StartFailure($"TOPGUN_PERMISSIONS has the rule '{rule}', which names no {thing}. Write {Form}.");
    }
}
