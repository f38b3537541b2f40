using TopGun.Core.Values;

namespace TopGun.Core.Queries;

/// <summary>A record that a query found.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value; of a query that names fields, an object with no others.</param>
public sealed record QueryRow(string Key, Value Value);
