using System.Text.Json;
using TopGun.Core.Values;

namespace TopGun.Client.Maps.Views;

/// <summary>Which entries a list has, and in which order; no two are equal in it.</summary>
internal interface IEntryChoice<T> : IComparer<PlacedEntry<T>>
{
    /// <summary>The entry that a value makes; null when it does not belong into the list.</summary>
    /// <exception cref="JsonException">It does, and does not fit the type.</exception>
    PlacedEntry<T>? Place(string key, Value raw);
}
