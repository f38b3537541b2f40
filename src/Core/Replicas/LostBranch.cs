namespace TopGun.Core.Replicas;

/// <summary>The history that a restored server has lost, as far as a view of a map still holds anything of it, or has not yet told what of it is gone.</summary>
/// <param name="Fork">Up to this version what is held is surely of the server's history; 0 where that is not known.</param>
/// <param name="Generation">What came in lower generations came before that was known; what came since is of the server's history.</param>
public readonly record struct LostBranch(long Fork, int Generation)
{
    /// <summary>Whether a record that is held is of the lost history, or may be.</summary>
    public bool Has(ReplicaRecord held) => held.Generation < Generation && held.Version > Fork;

    /// <summary>What a view has lost whose history turns out to be another one, perhaps once more.</summary>
    /// <param name="fork">Up to which version the two are surely the same.</param>
    /// <param name="generation">The view's generation from here on.</param>
    /// <param name="unfinished">What it had lost before, if it still holds something of that; else null.</param>
    public static LostBranch Begin(long fork, int generation, LostBranch? unfinished)
        => new(Math.Min(fork, unfinished?.Fork ?? fork), generation);
}
