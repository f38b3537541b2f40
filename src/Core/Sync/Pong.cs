namespace TopGun.Core.Sync;

/// <summary>Answers Ping.</summary>
/// <param name="Nonce">From <see cref="Ping"/>.</param>
/// <param name="ServerTimeMs">The server's time in Unix milliseconds.</param>
public sealed record Pong(long Nonce, long ServerTimeMs) : ServerFrame;
