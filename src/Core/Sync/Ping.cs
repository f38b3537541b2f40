namespace TopGun.Core.Sync;

/// <summary>Shows that the client lives, and asks for the server's time.</summary>
/// <param name="Nonce">Comes back in <see cref="Pong"/>.</param>
public sealed record Ping(long Nonce) : ClientFrame;
