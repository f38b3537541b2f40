namespace TopGun.Core.Sync;

/// <summary>An error as it travels.</summary>
/// <param name="Code">What it is; programs decide by this.</param>
/// <param name="Message">Names the thing, the value and the bound, for people.</param>
/// <param name="RetryAfterMs">How long to wait before trying again, in milliseconds; 0 when that is no use or needs no wait.</param>
/// <param name="Metadata">Details that programs may need, or null.</param>
public sealed record SyncError(ErrorCode Code, string Message, int RetryAfterMs = 0, IReadOnlyDictionary<string, string>? Metadata = null);
