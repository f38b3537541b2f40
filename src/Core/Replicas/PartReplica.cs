using TopGun.Core.Maps;
using TopGun.Core.Queries;
using TopGun.Core.Sync;

namespace TopGun.Core.Replicas;

/// <summary>A part of a map that a replica holds, and how far it has come.</summary>
/// <param name="Id">Which part of the replica; never 0.</param>
/// <param name="Map">The map.</param>
/// <param name="Query">What makes the part.</param>
/// <param name="Cursor">What it has seen.</param>
/// <param name="Generation">Raised at each reset; rows of lower generations are dropped when the reset is complete.</param>
/// <param name="IsComplete">Whether it has ever held all rows of the part.</param>
/// <param name="Resetting">Why the part comes anew, while it does; else <see cref="ResetReason.None"/>.</param>
/// <param name="Reached">The version at which it last was the server's state; 0 for never, and while it comes anew.</param>
public sealed record PartReplica(
    long Id, string Map, MapQuery Query, Cursor Cursor, int Generation, bool IsComplete, ResetReason Resetting, long Reached)
{
    /// <summary>The newest of what came in pages: the cursor, or while it is a step, the head of which it is one.</summary>
    public Cursor Seen { get; init; }

    /// <summary>What the keys of the map hold, as far as the server has said with this part; <see cref="MapType.None"/> while it has not, or the map was never changed.</summary>
    public MapType Type { get; init; }

    /// <summary>Where it was in earlier epochs.</summary>
    public CursorTrail Trail { get; init; } = CursorTrail.Empty;

    /// <summary>The history that the server has lost, until all that was held of it is told or found to be there; else null.</summary>
    public LostBranch? Lost { get; init; }

    /// <summary>Whether its rows are whole records, and not some of their fields.</summary>
    public bool HasWholeRecords => Query.Fields.Count == 0;

    /// <summary>A part of which nothing has come.</summary>
    public static PartReplica Empty(long id, string map, MapQuery query) => new(id, map, query, Cursor.Start, 0, false, ResetReason.None, 0);
}
