using TopGun.Core.Values;

namespace TopGun.Core.Replicas;

/// <summary>A value as this replica shows it has changed.</summary>
/// <param name="Map">The map.</param>
/// <param name="Key">The key.</param>
/// <param name="Before">What was shown before; null when the key was absent.</param>
/// <param name="After">What is shown now; null when the key is absent.</param>
/// <param name="Origin">Why.</param>
public sealed record ValueChange(string Map, string Key, Value? Before, Value? After, ChangeOrigin Origin);
