using TopGun.Core.Replicas;

namespace TopGun.Client.Maps;

/// <summary>The final result of a write.</summary>
/// <param name="Ending">What became of it.</param>
/// <param name="Rejection">Why it was refused, as the inbox keeps it; null when it was not.</param>
public sealed record WriteResult(WriteEnding Ending, Rejection? Rejection);
