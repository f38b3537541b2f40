namespace TopGun.Core.Replicas;

/// <summary>What happened to a replica since it was last asked; the application learns of it outside of any lock.</summary>
public sealed class ReplicaEvents
{
    /// <summary>Values that changed, in order; only of maps that are watched.</summary>
    public List<ValueChange> Changes { get; } = [];

    /// <summary>Ops that got their result, in order, and why they were refused, if they were.</summary>
    public List<SettledOp> Settled { get; } = [];

    /// <summary>Rejections that came into the inbox.</summary>
    public List<Rejection> Rejections { get; } = [];

    /// <summary>Maps of which the replica still differs from its server after all walks (DIGEST_MISMATCH).</summary>
    public List<string> Mismatches { get; } = [];

    /// <summary>Whether nothing happened.</summary>
    public bool IsEmpty => Changes.Count + Settled.Count + Rejections.Count + Mismatches.Count == 0;
}
