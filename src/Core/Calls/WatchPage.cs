using TopGun.Core.Sync;

namespace TopGun.Core.Calls;

/// <summary>What one who watches is told next.</summary>
/// <param name="Reset">Why it begins anew; <see cref="ResetReason.None"/> when it does not.</param>
/// <param name="Events">What has changed, in order.</param>
/// <param name="To">What has been seen then.</param>
/// <param name="IsCaughtUp">Whether that is all that is committed.</param>
public sealed record WatchPage(ResetReason Reset, IReadOnlyList<WatchEvent> Events, Cursor To, bool IsCaughtUp);
