using TopGun.Core.Sync;

namespace TopGun.Core.Replicas;

/// <summary>The history that a restored server has lost, as far as a view of a map still holds anything of it, or has not yet told what of it is gone.</summary>
/// <param name="Fork">Up to here what is held is surely of the server's history; <see cref="Cursor.Start"/> where the server can't say.</param>
/// <param name="Generation">What came in lower generations came before that was known; what came since is of the server's history.</param>
public readonly record struct LostBranch(Cursor Fork, int Generation)
{
    /// <summary>Whether a record that is held is of the lost history, or may be.</summary>
    public bool Has(ReplicaRecord held) => held.Generation < Generation && held.Version > Fork.Version;

    /// <summary>What a view has lost whose history turns out to be another one, perhaps once more.</summary>
    /// <param name="fork">Where the two parted.</param>
    /// <param name="generation">The view's generation from here on.</param>
    /// <param name="unfinished">What it had lost before, if it still holds something of that; else null.</param>
    public static LostBranch Begin(Cursor fork, int generation, LostBranch? unfinished)
        => new(unfinished is { } before && before.Fork.Version < fork.Version ? before.Fork : fork, generation);
}
