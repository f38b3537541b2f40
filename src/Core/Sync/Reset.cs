namespace TopGun.Core.Sync;

/// <summary>The cursor can't be followed; pages follow from version 0, or from a head that is named.</summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="Reason">Why.</param>
/// <param name="ForkVersion">For a lost branch: where the epoch of the cursor ends in the server's history; 0 where that never had it.</param>
public sealed record Reset(int SubscriptionId, ResetReason Reason, long ForkVersion) : ServerFrame
{
    /// <summary>So many epochs are told at most.</summary>
    public const int MostEpochs = 1_000;

    /// <summary>Where pages go on, while the client compares what it holds; null when they begin at version 0.</summary>
    public Cursor? Head { get; init; }

    /// <summary>For a lost branch: the epochs of the server's history, the newest <see cref="MostEpochs"/> of them, in the order of their first versions.</summary>
    public IReadOnlyList<EpochStart> Epochs { get; init; } = [];
}
