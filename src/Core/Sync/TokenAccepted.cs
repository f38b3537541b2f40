namespace TopGun.Core.Sync;

/// <summary>The stream goes on with another token.</summary>
/// <param name="EndsInMs">In how many milliseconds the stream ends, if no other token comes.</param>
public sealed record TokenAccepted(int EndsInMs) : ServerFrame;
