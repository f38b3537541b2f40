namespace TopGun.Core.Sync;

/// <summary>Gives the stream another bearer token.</summary>
/// <param name="Token">The token, without "Bearer".</param>
public sealed record TokenRefresh(string Token) : ClientFrame
{
    /// <summary>The longest token that travels, in bytes of UTF-8.</summary>
    public const int MaxTokenBytes = 16 << 10;

    /// <summary>Not the token: what is printed may be logged.</summary>
    public override string ToString() => nameof(TokenRefresh);
}
