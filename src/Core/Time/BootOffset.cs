namespace TopGun.Core.Time;

/// <summary>How the clocks of one boot of a device relate to its server's time.</summary>
/// <param name="BootId">The boot.</param>
/// <param name="MonotonicToServerMs">What to add to a monotonic reading of that boot to get server time, in milliseconds.</param>
/// <param name="WallToServerMs">What to add to a wall reading to get server time, in milliseconds.</param>
public readonly record struct BootOffset(string BootId, long MonotonicToServerMs, long WallToServerMs);
