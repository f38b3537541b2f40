namespace TopGun.Core.Time;

/// <summary>What a device's clocks said at one moment.</summary>
/// <param name="WallMs">The wall clock in Unix milliseconds; it may be wrong by years and may jump.</param>
/// <param name="MonotonicMs">Milliseconds since the boot, on a clock that never jumps and that counts sleep too.</param>
/// <param name="BootId">Names the boot that <paramref name="MonotonicMs"/> counts from; readings of different boots can't be compared by it.</param>
public readonly record struct ClockReading(long WallMs, long MonotonicMs, string BootId);
