namespace TopGun.Core.Maps;

/// <summary>What a write made of a record.</summary>
/// <param name="Verdict">What became of the write.</param>
/// <param name="Record">The record afterwards; the very same one when nothing changed.</param>
/// <param name="Changed">Whether any register changed.</param>
public readonly record struct WriteOutcome(WriteVerdict Verdict, Record Record, bool Changed);
