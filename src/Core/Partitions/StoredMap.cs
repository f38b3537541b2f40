using TopGun.Core.Maps;
using TopGun.Core.Registrations;
using TopGun.Core.Sync;

namespace TopGun.Core.Partitions;

/// <summary>A map as its store knows it.</summary>
/// <param name="Name">The map's name.</param>
/// <param name="Records">All its records, removed ones too, in the order of their versions.</param>
/// <param name="Writers">The rows of its writers; the results in each are all that are kept.</param>
public sealed record StoredMap(string Name, IReadOnlyList<RecordChange> Records, IReadOnlyList<WriterChange> Writers)
{
    /// <summary>How far its tombstones were collected; default for not at all.</summary>
    public MapHorizon Horizon { get; init; }

    /// <summary>What its keys hold, as the commit of its first change said; <see cref="MapType.None"/> while it has none, and for one that was changed before types were noted.</summary>
    public MapType Type { get; init; }

    /// <summary>The resolvers that users have registered for it, in no order.</summary>
    public IReadOnlyList<Registration> Registrations { get; init; } = [];
}
