using TopGun.Core.Sync;

namespace TopGun.Core.Calls;

/// <summary>A write call was not judged, or the store can't say whether it holds what came of it (<see cref="ErrorCode.Unavailable"/>).</summary>
/// <param name="Error">Why.</param>
public sealed record WriteNotJudged(SyncError Error) : WriteAnswer;
