namespace TopGun.Core.Sync;

/// <summary>A map that the user may not read any more was purged on the device, durably.</summary>
/// <param name="Map">The map's name.</param>
public sealed record PurgeReceipt(string Map) : ClientFrame;
