using TopGun.Core.Sync;

namespace TopGun.Core.Replicas;

/// <summary>Which settled ops the views of a map have shown, the full replica and each part: an op leaves the log when it has left all of them.</summary>
/// <remarks>So what the user wrote is never gone from view before the confirmed state shows it, whichever view is behind (INV-REP-2).</remarks>
internal sealed class ReplicaViews(ReplicaImage image)
{
    // Of these nothing comes on this connection, so ops have nothing to wait for.
    private readonly HashSet<string> _lostWholes = new(StringComparer.Ordinal);
    private readonly HashSet<long> _lostParts = [];

    // Not stored: a subscription tells it again before long, and until then ops wait.
    private readonly Dictionary<string, long> _reached = new(StringComparer.Ordinal);

    /// <summary>Confirmed state of a map as a whole is coming.</summary>
    public void Gain(string map) => _lostWholes.Remove(map);

    /// <summary>No confirmed state of a map as a whole will come.</summary>
    public void Lose(string map)
    {
        _lostWholes.Add(map);
        _reached.Remove(map);
    }

    /// <summary>The full replica of a map is the server's state at a version.</summary>
    public void Reach(string map, long version) => _reached[map] = version;

    /// <summary>A map is held as a whole no longer.</summary>
    public void Release(string map) => _reached.Remove(map);

    /// <summary>Rows of a part are coming.</summary>
    public void Gain(long part) => _lostParts.Remove(part);

    /// <summary>No rows of a part will come.</summary>
    public void Lose(long part) => _lostParts.Add(part);

    /// <summary>The newest of what is known of a whole map beyond its cursor; null for nothing.</summary>
    /// <remarks>A server whose history lacks it was restored, although it may have the cursor.</remarks>
    public Cursor? SeenBeyond(MapReplica whole) => SeenBeyond(whole.Map, whole.Cursor, whole.Seen, whole.Lost);

    /// <summary>The same of a part: a result whose op no page has shown yet, what came of a step, or up to where what was held before a restore is taken for the server's.</summary>
    public Cursor? SeenBeyond(PartReplica part) => SeenBeyond(part.Map, part.Cursor, part.Seen, part.Lost);

    /// <summary>Whether a whole map is at a step of which the server can't be told the head, since results of another epoch are newer.</summary>
    /// <remarks>Of a step the server must know the head too, or it was restored, and what the step left out may be as it was before. But one cursor can be told.</remarks>
    public bool HidesHead(MapReplica whole) => whole.Seen.Version > whole.Cursor.Version && SeenBeyond(whole) is { } seen && seen.Epoch != whole.Seen.Epoch;

    /// <summary>The same of a part.</summary>
    public bool HidesHead(PartReplica part) => part.Seen.Version > part.Cursor.Version && SeenBeyond(part) is { } seen && seen.Epoch != part.Seen.Epoch;

    /// <summary>What a whole map has lost, as far as the server can be asked for that: where nothing has come since the reset, and results of another epoch are newer than the fork, those alone can be named.</summary>
    public LostBranch? Askable(MapReplica whole) => whole.Resetting == ResetReason.LostBranch ? Askable(whole.Lost, whole.Cursor, SeenBeyond(whole)) : whole.Lost;

    /// <summary>The same of a part.</summary>
    public LostBranch? Askable(PartReplica part) => part.Resetting == ResetReason.LostBranch ? Askable(part.Lost, part.Cursor, SeenBeyond(part)) : part.Lost;

    private static LostBranch? Askable(LostBranch? lost, Cursor cursor, Cursor? seen)
        => lost is { } branch && cursor == Cursor.Start && seen is { } named && named.Epoch != branch.Fork.Epoch ? branch with { Fork = Cursor.Start } : lost;

    private Cursor? SeenBeyond(string map, Cursor cursor, Cursor inPages, LostBranch? lost)
    {
        var seen = inPages.Version > cursor.Version ? inPages : cursor;
        if (lost is { Fork: var fork } && fork.Version > seen.Version) seen = fork;
        foreach (var op in image.Log(map).Settled)
            if (op.SettledAt is { Epoch: not 0 } at && at.Version > seen.Version) seen = at;
        return seen.Version > cursor.Version ? seen : null;
    }

    /// <summary>Whether the full replica has shown an op, or there is none.</summary>
    public bool HasLeftWhole(LoggedOp op)
    {
        if (_lostWholes.Contains(op.Map)) return true;
        var hasParts = image.Parts.HasAny(op.Map);
        if (hasParts && !image.HoldsWhole(op.Map)) return true;
        // A result that comes again after a reconnect may come after the state that includes it. The cursor does not tell: while it is
        // a step, a record that was changed again has not come yet, although what it was written first lies below.
        var (replica, at) = (image.MapOf(op.Map), op.SettledAt!.Value);
        if (replica.Resetting == ResetReason.None && _reached.GetValueOrDefault(op.Map) >= at.Version) return true;
        return hasParts && !op.IsOfLostHistory && op.Keys.All(key => image.VersionOf(op.Map, key, replica.Generation) >= at.Version);
    }

    /// <summary>Whether all parts of the map have shown an op.</summary>
    /// <param name="op">The op.</param>
    /// <param name="except">A part that has shown it in the step that is under way; null for none.</param>
    public bool HasLeftParts(LoggedOp op, PartReplica? except = null)
    {
        foreach (var part in image.Parts.Of(op.Map))
            if (part.Id != except?.Id && !_lostParts.Contains(part.Id) && !HasLeft(op, part)) return false;
        return true;
    }

    private bool HasLeft(LoggedOp op, PartReplica part)
    {
        var at = op.SettledAt!.Value;
        return !op.IsOfLostHistory && part.Resetting == ResetReason.None
            && (part.Reached >= at.Version || op.Keys.All(key => image.VersionOf(part, key) >= at.Version));
    }
}
