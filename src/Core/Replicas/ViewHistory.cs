using TopGun.Core.Sync;

namespace TopGun.Core.Replicas;

/// <summary>What a view of a map, the whole or a part, knows of the history of what it holds.</summary>
/// <param name="Resetting">Why it comes anew, while it does; else <see cref="ResetReason.None"/>.</param>
/// <param name="Lost">What the server has lost of it; null for nothing.</param>
/// <param name="Trail">Where it was, up to now.</param>
internal readonly record struct ViewHistory(ResetReason Resetting, LostBranch? Lost, CursorTrail Trail)
{
    public static ViewHistory Of(MapReplica whole) => new(whole.Resetting, whole.Lost, whole.Trail.With(whole.Cursor).With(whole.Seen));

    public static ViewHistory Of(PartReplica part) => new(part.Resetting, part.Lost, part.Trail.With(part.Cursor).With(part.Seen));

    /// <summary>What it knows when it begins to come anew.</summary>
    /// <param name="reason">Why it does.</param>
    /// <param name="history">For a lost branch: the server's history.</param>
    /// <param name="generation">The view's generation from here on.</param>
    public ViewHistory Anew(ResetReason reason, EpochList? history, int generation)
    {
        // What was settled in a lost history is looked for at the end, however many resets there are until then.
        if (history is null) return this with { Resetting = Resetting == ResetReason.LostBranch ? ResetReason.LostBranch : reason };
        var fork = Trail.ForkFrom(history);
        return new(ResetReason.LostBranch, LostBranch.Begin(fork.Version, generation, Resetting == ResetReason.LostBranch ? Lost : null), Trail.UpTo(fork));
    }
}
