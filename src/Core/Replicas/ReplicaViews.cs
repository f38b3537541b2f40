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

    /// <summary>What is known of the history beside the cursor of a whole map: a server whose history lacks it was restored, although it may have the cursor.</summary>
    public IReadOnlyList<Cursor> SeenOf(MapReplica whole) => SeenOf(whole.Map, whole.Cursor, whole.Seen, whole.Resetting != ResetReason.None ? whole.Trail.Last : Cursor.Start);

    /// <summary>The same of a part.</summary>
    public IReadOnlyList<Cursor> SeenOf(PartReplica part) => SeenOf(part.Map, part.Cursor, part.Seen, part.Resetting != ResetReason.None ? part.Trail.Last : Cursor.Start);

    // The head of a step, up to where what was held before a reset is the server's, and the newest result of each epoch whose op no page has shown yet.
    private IReadOnlyList<Cursor> SeenOf(string map, Cursor cursor, Cursor inPages, Cursor before)
    {
        List<Cursor> seen = [];
        foreach (var point in image.Log(map).Settled.Where(op => !op.IsOfLostHistory).Select(op => op.SettledAt!.Value).Append(before).Append(inPages).OrderByDescending(point => point.Version))
            if (point.Version > 0 && !seen.Append(cursor).Any(known => known.Epoch == point.Epoch && known.Version >= point.Version)) seen.Add(point);
        return seen.Count > Subscribe.MostSeen ? seen[..Subscribe.MostSeen] : seen;
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
