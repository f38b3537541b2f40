using TopGun.Core.Maps;
using TopGun.Core.Sync;

namespace TopGun.Core.Replicas;

/// <summary>How far a replica of one map has come.</summary>
/// <param name="Map">The map.</param>
/// <param name="Cursor">What it has seen.</param>
/// <param name="Generation">Raised at each reset; what was held before has a lower one, and is dropped when the reset is complete, unless a walk has found it to be right.</param>
/// <param name="IsComplete">Whether it has ever held the whole map, so that a key that is not there is absent.</param>
/// <param name="Resetting">Why the map comes anew, while it does; else <see cref="ResetReason.None"/>.</param>
public sealed record MapReplica(string Map, Cursor Cursor, int Generation, bool IsComplete, ResetReason Resetting)
{
    /// <summary>
    /// Whether the map comes anew by comparing: the cursor is the server's, and what is held below it may differ from that until a digest
    /// walk has ended. Only while <see cref="Resetting"/> says why.
    /// </summary>
    public bool IsWalking { get; init; }

    /// <summary>The newest of what came in pages: the cursor, or while it is a step, the head of which it is one, from servers that say it.</summary>
    public Cursor Seen { get; init; }

    /// <summary>Where it was in earlier epochs.</summary>
    public CursorTrail Trail { get; init; } = CursorTrail.Empty;

    /// <summary>The history that the server has lost, until all that was held of it is told or found to be there; else null.</summary>
    public LostBranch? Lost { get; init; }

    /// <summary>What the keys of the map hold, as far as the server has said; <see cref="MapType.None"/> while it has not, or the map was never changed.</summary>
    public MapType Type { get; init; }

    /// <summary>A replica that has seen nothing.</summary>
    public static MapReplica Empty(string map) => new(map, Cursor.Start, 0, false, ResetReason.None);
}
