namespace TopGun.Core.Sync;

/// <summary>A frame from the client; the contract describes each.</summary>
public abstract record ClientFrame;
