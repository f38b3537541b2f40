namespace TopGun.Core.Replicas;

/// <summary>Reads the rows of parts in a replica's store; they are written by its commits. Calls come one at a time.</summary>
public interface IPartStore
{
    /// <summary>Reads the rows of a key in all parts of a map.</summary>
    IReadOnlyList<PartRow> Find(string map, string key);

    /// <summary>Reads the keys that any part of a map has, each once, in the byte order of their UTF-8.</summary>
    /// <param name="map">The map.</param>
    /// <param name="after">Begins after this key; null for the first.</param>
    /// <param name="most">At most so many.</param>
    IReadOnlyList<string> ScanKeys(string map, string? after, int most);

    /// <summary>Reads the rows of one part, in the byte order of their keys' UTF-8.</summary>
    /// <param name="map">The map.</param>
    /// <param name="part">The part.</param>
    /// <param name="after">Begins after this key; null for the first.</param>
    /// <param name="most">At most so many.</param>
    IReadOnlyList<ReplicaRecord> Scan(string map, long part, string? after, int most);
}
