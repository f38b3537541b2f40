using TopGun.Core.Access;

namespace TopGun.Server.Sessions;

/// <summary>Who a stream belongs to, and until when.</summary>
/// <param name="Principal">The user.</param>
/// <param name="ExpiresAt">When the stream must end.</param>
internal sealed record Credential(Principal Principal, DateTimeOffset ExpiresAt)
{
    /// <summary>The token's <c>jti</c>, by which it can be revoked; null when it has none.</summary>
    public string? TokenId { get; init; }

    /// <summary>When the token was issued; null when it does not say.</summary>
    public DateTimeOffset? IssuedAt { get; init; }
}
