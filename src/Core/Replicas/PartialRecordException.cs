namespace TopGun.Core.Replicas;

/// <summary>Of a record only some fields are held, so the whole of it can't be written (PARTIAL_RECORD). Nothing was written.</summary>
/// <param name="map">The map.</param>
/// <param name="key">The key.</param>
public sealed class PartialRecordException(string map, string key)
    : Exception($"Of {key} in map {map} this replica holds some fields only: write these with Patch, or fetch the record first to see the others.")
{
    /// <summary>The map.</summary>
    public string Map { get; } = map;

    /// <summary>The key.</summary>
    public string Key { get; } = key;
}
