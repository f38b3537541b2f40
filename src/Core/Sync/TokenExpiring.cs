namespace TopGun.Core.Sync;

/// <summary>The token of the stream expires soon.</summary>
/// <param name="EndsInMs">In how many milliseconds the stream ends, if no other token comes.</param>
public sealed record TokenExpiring(int EndsInMs) : ServerFrame;
