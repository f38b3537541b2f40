using TopGun.Core.Maps;
using TopGun.Core.Values;

namespace TopGun.Core.Calls;

/// <summary>A change of one record, as one who watches is told.</summary>
/// <param name="Key">The key.</param>
/// <param name="Version">The version of the change.</param>
/// <param name="Value">The value as it is now, or the fields of it that were asked for; null when the record is gone.</param>
/// <param name="Record">The record; null when it is gone.</param>
public readonly record struct WatchEvent(string Key, long Version, Value? Value, Record? Record);
