using TopGun.Core.Queries;

namespace TopGun.Client.Maps.Views;

/// <summary>An entry, with what gave it its place in a list.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Value">Its value, converted.</param>
/// <param name="Position">Its place in the order of a query; null in lists that have another order.</param>
internal sealed record PlacedEntry<T>(MapEntry<T> Entry, T Value, QueryPosition? Position = null);
