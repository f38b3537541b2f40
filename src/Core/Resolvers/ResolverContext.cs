using TopGun.Core.Access;
using TopGun.Core.Maps;
using TopGun.Core.Time;
using TopGun.Core.Values;

namespace TopGun.Core.Resolvers;

/// <summary>What a resolver judges: a write to one key, and the state in which it is decided. Valid during the call only.</summary>
public sealed record ResolverContext
{
    /// <summary>The map.</summary>
    public required string MapName { get; init; }

    /// <summary>What the keys of the map hold. Of a set the values are the lists of its elements, of a counter its sums, and neither can be changed by a resolver.</summary>
    public MapType MapType { get; init; } = MapType.Lww;

    /// <summary>The key.</summary>
    public required string Key { get; init; }

    /// <summary>The value on the server, earlier writes of the same batch included; null when the record is absent.</summary>
    public required Value? LocalValue { get; init; }

    /// <summary>The record as the writer meant it, or what the resolvers before made of it; null for a deletion.</summary>
    public required Value? RemoteValue { get; init; }

    /// <summary>What would be stored if no resolver had anything further to say; null for nothing or a deletion.</summary>
    /// <remarks>
    /// What last-write-wins makes of the write, until a resolver before merges; from then on that one's value. A resolver that wants
    /// to change one field starts from it, so that stale fields of a late write do not come back.
    /// </remarks>
    public required Value? MergedValue { get; init; }

    /// <summary>The newest timestamp in the record; null for a key that was never written.</summary>
    public HlcTimestamp? LocalTimestamp { get; init; }

    /// <summary>The timestamp of the write.</summary>
    public required HlcTimestamp RemoteTimestamp { get; init; }

    /// <summary>The node id of the replica that wrote.</summary>
    public required string RemoteNodeId { get; init; }

    /// <summary>Who wrote.</summary>
    public required Principal Principal { get; init; }

    /// <summary>The user to whom the record belongs: whose write made it. Null for an absent one, and for one made before that was noted.</summary>
    public string? Owner { get; init; }

    /// <summary>Looks up other entries; finds none by default.</summary>
    public Func<string, Value?> Entries { get; init; } = _ => null;

    /// <summary>The value of another key of the same map, in the state in which this write is decided; null when it is absent.</summary>
    public Value? ReadEntry(string key) => Entries(key);
}
