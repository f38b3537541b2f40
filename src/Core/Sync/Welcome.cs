namespace TopGun.Core.Sync;

/// <summary>Answers Hello.</summary>
/// <param name="Version">The protocol version of this conversation.</param>
/// <param name="Features">What the server understands beyond the contract's first form.</param>
/// <param name="Limits">What the server accepts.</param>
/// <param name="ServerTimeMs">The server's time in Unix milliseconds.</param>
/// <param name="Subject">The subject of the token.</param>
/// <param name="HeartbeatMs">How often each side shows that it lives, in milliseconds.</param>
public sealed record Welcome(int Version, IReadOnlyList<string> Features, SyncLimits Limits, long ServerTimeMs, string Subject, int HeartbeatMs) : ServerFrame;
