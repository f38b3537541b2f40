using TopGun.Core.Access;

namespace TopGun.Server.Auth;

/// <summary>A rule that allows something; what no rule allows is denied.</summary>
public sealed class PermissionRule
{
    /// <summary>Who it is for: users with at least one of these roles.</summary>
    /// <value>Empty by default: every user with a valid token. <c>*</c> as the only role says the same.</value>
    public IList<string> Roles { get; set; } = [];

    /// <summary>Which maps: patterns with <c>*</c> for any characters, <c>?</c> for one, and <c>{sub}</c> for the user.</summary>
    /// <value>Empty by default: none.</value>
    public IList<string> Maps { get; set; } = [];

    /// <summary>What it allows.</summary>
    /// <value><see cref="MapAction.None"/> by default. PUT brings RESOLVE along unless some rule names RESOLVE for the map.</value>
    public MapAction Actions { get; set; }

    internal bool IsForEveryone => Roles is [] or ["*"];
}
