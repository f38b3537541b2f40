namespace TopGun.Core.Sync;

/// <summary>Names an op of a map.</summary>
/// <param name="Writer">Whose op.</param>
/// <param name="Number">Its number, from 1.</param>
public readonly record struct OpReference(WriterId Writer, long Number);
