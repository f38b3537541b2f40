namespace TopGun.Server.Storage;

/// <summary>A map that has records which expire.</summary>
/// <param name="Map">The map.</param>
/// <param name="FirstMs">None of them expires before this, in milliseconds of server time.</param>
public readonly record struct MapExpiry(string Map, long FirstMs);
