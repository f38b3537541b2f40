using TopGun.Core.Sync;

namespace TopGun.Core.Replicas;

/// <summary>The history that a restored server has lost, as far as a view of a map still holds anything of it, or has not yet told what of it is gone.</summary>
/// <param name="Fork">Up to here what is held is surely of the server's history; <see cref="Cursor.Start"/> where the server can't say.</param>
/// <param name="Generation">What came in lower generations came before that was known; what came since is of the server's history.</param>
public readonly record struct LostBranch(Cursor Fork, int Generation)
{
    /// <summary>Whether a record that is held is of the lost history, or may be.</summary>
    public bool Has(ReplicaRecord held) => held.Generation < Generation && held.Version > Fork.Version;

    /// <summary>Where two histories parted, by what a server has said of it.</summary>
    /// <param name="version">The version that it said; 0 where it did not know.</param>
    /// <param name="at">The cursor that was named.</param>
    /// <param name="seen">The newest of what was known beyond that; null for nothing.</param>
    /// <remarks>What a server says is the end of the epoch that it could not follow: of the first of the two, if that goes further.</remarks>
    public static Cursor ForkOf(long version, Cursor at, Cursor? seen)
        => version == 0 ? Cursor.Start : new Cursor(version < at.Version ? at.Epoch : seen?.Epoch ?? at.Epoch, version);

    /// <summary>What a view may lose that is taken anew although its history is the server's as far as is known: whether it still is, is asked by naming the cursor that it had.</summary>
    /// <param name="cursor">The cursor.</param>
    /// <param name="generation">The view's generation from here on.</param>
    /// <param name="unfinished">What it had lost before, if it still holds something of that; else null.</param>
    public static LostBranch? Leave(Cursor cursor, int generation, LostBranch? unfinished)
        => unfinished is null && cursor.Version > 0 ? new LostBranch(cursor, generation) : unfinished;

    /// <summary>What a view has lost whose history turns out to be another one, perhaps once more.</summary>
    /// <param name="fork">Where the two parted.</param>
    /// <param name="generation">The view's generation from here on.</param>
    /// <param name="unfinished">What it had lost before, if it still holds something of that; else null.</param>
    public static LostBranch Begin(Cursor fork, int generation, LostBranch? unfinished)
        => new(unfinished is { } before && before.Fork.Version < fork.Version ? before.Fork : fork, generation);
}
