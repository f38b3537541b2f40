using TopGun.Core.Access;
using TopGun.Server.Auth;

namespace TopGun.Host.Serving;

/// <summary>Permission rules as one line of text: <c>roles:maps:actions</c>, rules separated by semicolons, lists by commas.</summary>
internal static class PermissionText
{
    private const string Form = "rules like 'editor,admin:notes-*,drafts:READ,PUT,REMOVE;*:public:READ', where * as the only role means every user";

    /// <summary>Reads rules.</summary>
    /// <exception cref="StartFailure">There are none, or one is of a wrong form.</exception>
    public static IReadOnlyList<PermissionRule> Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw new StartFailure($"TOPGUN_PERMISSIONS is not set, so nobody could do anything: set it to {Form}.");
        return [.. text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ParseRule)];
    }

    private static PermissionRule ParseRule(string text)
    {
        var parts = text.Split(':', StringSplitOptions.TrimEntries);
        // A map's name may have colons; roles and actions have none.
        if (parts.Length < 3) throw new StartFailure($"TOPGUN_PERMISSIONS has the rule '{text}', which is not of the form roles:maps:actions. Write {Form}.");
        var roles = List(parts[0]);
        return new PermissionRule
        {
            Roles = roles is ["*"] ? [] : roles,
            Maps = List(string.Join(':', parts[1..^1])),
            Actions = List(parts[^1]).Aggregate(MapAction.None, (all, action) => all | ParseAction(action, text)),
        };
    }

    private static MapAction ParseAction(string text, string rule)
        => Enum.TryParse<MapAction>(text, ignoreCase: true, out var action) && Enum.IsDefined(action) && action != MapAction.None && !char.IsAsciiDigit(text[0])
            ? action
            : throw new StartFailure($"TOPGUN_PERMISSIONS has the action '{text}' in '{rule}'; READ, PUT, REMOVE, RESOLVE and ADMIN are known.");

    private static string[] List(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
