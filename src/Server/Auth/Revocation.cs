namespace TopGun.Server.Auth;

/// <summary>Tokens that are not accepted any more although their time is not over: one by its id, or all of a user that were issued before a time.</summary>
public sealed class Revocation
{
    /// <summary>The user whose tokens they are.</summary>
    /// <value>null by default; needed unless <see cref="TokenId"/> is set.</value>
    public string? Subject { get; init; }

    /// <summary>Tokens of the user that were issued (<c>iat</c>) before this time; tokens that do not say when are meant too.</summary>
    /// <value>null by default: all of them, for as long as this stands here.</value>
    public DateTimeOffset? IssuedBefore { get; init; }

    /// <summary>The id (<c>jti</c>) of one token.</summary>
    /// <value>null by default.</value>
    public string? TokenId { get; init; }
}
