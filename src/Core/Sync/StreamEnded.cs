namespace TopGun.Core.Sync;

/// <summary>The stream ends because of this; the last frame.</summary>
/// <param name="Error">Why.</param>
public sealed record StreamEnded(SyncError Error) : ServerFrame;
