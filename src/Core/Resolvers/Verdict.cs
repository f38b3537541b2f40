using TopGun.Core.Values;

namespace TopGun.Core.Resolvers;

/// <summary>What the layers of resolvers came to.</summary>
/// <param name="Value">The value after the last layer; null for a deletion.</param>
/// <param name="IsAuthoritative">Whether a resolver made that value, so that it is stored whatever the timestamps say.</param>
/// <param name="Objection">Where the write ended; null when nobody objects.</param>
internal readonly record struct Verdict(Value? Value, bool IsAuthoritative, Objection? Objection);
