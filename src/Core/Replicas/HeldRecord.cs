using TopGun.Core.Maps;

namespace TopGun.Core.Replicas;

/// <summary>A key's record as one view of the map has it: the full replica, or a part.</summary>
/// <param name="Record">The record, with all or some of its fields.</param>
/// <param name="Version">The version that changed it last.</param>
/// <param name="IsWhole">Whether it has all its fields.</param>
/// <param name="IsOfLostBranch">Whether it came in a history that the server lost, and has not come anew.</param>
internal readonly record struct HeldRecord(Record Record, long Version, bool IsWhole, bool IsOfLostBranch)
{
    /// <summary>Whether the record is of a state that includes an op. What a lost history left behind says nothing of an op that was settled in this one.</summary>
    public bool Includes(LoggedOp op) => op.SettledAt is { } at && at.Version <= Version && !(at.Epoch != 0 && IsOfLostBranch);

    /// <summary>What the views of a key know of it together: the newest whole record, and the fields of which others have heard later.</summary>
    /// <param name="views">The views that hold the key; at least one.</param>
    public static Record Combine(IReadOnlyList<HeldRecord> views)
    {
        if (views.Count == 1) return views[0].Record;
        HeldRecord? newest = null;
        foreach (var view in views)
            if (view.IsWhole && !(newest?.Version >= view.Version)) newest = view;

        var record = newest?.Record;
        foreach (var view in views.Where(view => !view.IsWhole && !(view.Version <= newest?.Version)).OrderBy(view => view.Version))
            record = record is { Root.Kind: not RootKind.Value } && view.Record.Root.Kind == RootKind.Object
                ? record.Merge(view.Record).Expiring(view.Record.ExpiresAtMs)
                : view.Record;
        return record!;
    }
}
