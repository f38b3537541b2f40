namespace TopGun.Core.Sync;

/// <summary>An epoch of a partition and the first version that it committed.</summary>
/// <param name="Epoch">The epoch: random, never 0.</param>
/// <param name="FirstVersion">The first version committed in it.</param>
public readonly record struct EpochStart(ulong Epoch, long FirstVersion);
