using TopGun.Core.Maps;

namespace TopGun.Core.Sync;

/// <summary>One write of an op.</summary>
/// <param name="Write">What it does.</param>
/// <param name="After">The device's previous op on the same key that had no result yet when this one was made, or null.</param>
public readonly record struct OpWrite(Write Write, OpReference? After = null);
