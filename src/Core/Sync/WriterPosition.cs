namespace TopGun.Core.Sync;

/// <summary>Where a writer stands on a map.</summary>
/// <param name="Writer">The writer.</param>
/// <param name="LowestUnsettled">The lowest number whose result the client does not have; from 1.</param>
public readonly record struct WriterPosition(WriterId Writer, long LowestUnsettled);
