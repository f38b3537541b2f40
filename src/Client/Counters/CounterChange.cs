using TopGun.Core.Replicas;

namespace TopGun.Client.Counters;

/// <summary>A counter has changed, as this device shows it.</summary>
/// <param name="Key">The key.</param>
/// <param name="Before">The sum before; null when there was no counter.</param>
/// <param name="After">The sum now; null when there is no counter.</param>
/// <param name="Origin">Why: a write of this device, news from the server, or a refused write of this device that was undone.</param>
public sealed record CounterChange(string Key, long? Before, long? After, ChangeOrigin Origin);
