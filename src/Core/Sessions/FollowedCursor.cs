using TopGun.Core.Partitions;
using TopGun.Core.Sync;

namespace TopGun.Core.Sessions;

/// <summary>How far a reader has followed a map, and whether it can still be followed from there.</summary>
/// <param name="map">The map.</param>
/// <param name="from">What the reader has seen.</param>
/// <param name="seen">What it knows of the history beside that.</param>
internal sealed class FollowedCursor(string map, Cursor from, IReadOnlyList<Cursor> seen)
{
    private long _begunAfter;
    private bool _isChecked;

    /// <summary>What the reader has seen.</summary>
    public Cursor At { get; private set; } = from;

    /// <summary>The reader takes what leads to a cursor.</summary>
    public void Reach(Cursor to) => At = to;

    /// <summary>Why the reader has to begin anew, and does from here on; <see cref="ResetReason.None"/> when it need not.</summary>
    /// <remarks>Asked each time: a slow reader, too, may have fallen behind what removals are remembered (INV-TOM-3).</remarks>
    /// <param name="partition">The map's partition.</param>
    /// <param name="fork">For a lost branch: where the cursor's epoch ends in the partition's history; 0 where that never had it.</param>
    public ResetReason Check(CommittedPartition partition, out long fork)
    {
        fork = 0;
        // What was forgotten before the map began to come anew is no loss.
        var horizon = partition.HorizonOf(map).Version;
        if (At.Version == 0) _begunAfter = horizon;
        var isTooOld = At.Version > 0 && At.Version < horizon && horizon > _begunAfter;
        if (_isChecked && !isTooOld) return ResetReason.None;
        var reason = _isChecked || Follows(partition, out fork) ? ResetReason.TooOld : ResetReason.LostBranch;
        _isChecked = true;
        if (reason == ResetReason.TooOld && !isTooOld) return ResetReason.None;
        At = Cursor.Start;
        _begunAfter = horizon;
        return reason;
    }

    private bool Follows(CommittedPartition partition, out long fork)
    {
        if (!partition.Follows(At, out fork)) return false;
        foreach (var cursor in seen)
            if (!partition.Follows(cursor, out fork)) return false;
        return true;
    }
}
