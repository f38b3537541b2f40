namespace TopGun.Core.Sync;

/// <summary>The server took no more ops of this writer on this map.</summary>
/// <param name="Map">The map's name.</param>
/// <param name="Writer">Whose ops.</param>
/// <param name="Error">Why, and how long to wait.</param>
/// <param name="NextNumber">The number that the server expects next.</param>
public sealed record BatchStopped(string Map, WriterId Writer, SyncError Error, long NextNumber) : ServerFrame;
