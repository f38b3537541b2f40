namespace TopGun.Core.Calls;

/// <summary>What became of a keyed write, as it is kept in the write's own commit.</summary>
/// <param name="Map">The map.</param>
/// <param name="Subject">The user who wrote; keys of others are other keys.</param>
/// <param name="Write">The key, and what was written under it.</param>
/// <param name="AtMs">When, in milliseconds of server time.</param>
/// <param name="Outcome">What became of it.</param>
public sealed record KeyedOutcome(string Map, string Subject, KeyedWrite Write, long AtMs, CallOutcome Outcome);
