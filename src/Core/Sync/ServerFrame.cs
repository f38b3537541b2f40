namespace TopGun.Core.Sync;

/// <summary>A frame from the server; the contract describes each.</summary>
public abstract record ServerFrame;
