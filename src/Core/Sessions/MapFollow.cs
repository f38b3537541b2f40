using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Sync;

namespace TopGun.Core.Sessions;

/// <summary>How one subscription of a client is told of a map.</summary>
/// <param name="subscription">The id of the subscription.</param>
internal abstract class MapFollow(int subscription)
{
    // Who is up to date and then stops reading has at most this, and what the transport holds, waiting for him (INV-SES-2).
    private const int MostLiveBytes = 64 << 10;

    /// <summary>How large a page of live changes becomes.</summary>
    /// <param name="maxPageBytes">How large pages of a catch-up are.</param>
    protected static int LiveBytes(int maxPageBytes) => Math.Min(maxPageBytes, MostLiveBytes);

    public int Subscription { get; } = subscription;

    /// <summary>Whether it has ended by itself, and the client was told so.</summary>
    public bool IsOver { get; protected set; }

    /// <summary>Tells, before anything else, that the client's cursor can't be followed.</summary>
    public abstract void CheckBranch(CommittedPartition partition, PulledFrames frames);

    /// <summary>Tells what comes next of what the client does not know.</summary>
    /// <param name="partition">The map's partition.</param>
    /// <param name="maxPageBytes">How large a page becomes.</param>
    /// <param name="toldVersion">The highest version of a result that was told: the client waits for its cursor to reach it.</param>
    /// <param name="frames">What is told.</param>
    public abstract void Pull(CommittedPartition partition, int maxPageBytes, long toldVersion, PulledFrames frames);

    /// <summary>Takes a question about digests; it is answered when it is pulled, from the state to which the pages before it lead.</summary>
    /// <exception cref="SyncException">It can't be answered; the stream must end.</exception>
    public abstract void Ask(DigestRequest request);

    /// <summary>What a client is told of what the keys of a map hold.</summary>
    protected static MapType TypeToTell(CommittedPartition partition, string map, IReadOnlyCollection<string> features)
        => Features.KnowTypes(features) ? partition.TypeOf(map) : MapType.None;

    /// <summary>The client's cursor can't be followed.</summary>
    /// <param name="partition">The map's partition.</param>
    /// <param name="reason">Why.</param>
    /// <param name="fork">Where the cursor's epoch ends, for a lost branch.</param>
    protected Reset ResetOf(CommittedPartition partition, ResetReason reason, long fork)
        => new(Subscription, reason, fork) { Epochs = reason == ResetReason.LostBranch ? [.. partition.Epochs.TakeLast(Reset.MostEpochs)] : [] };

    /// <summary>The subscription has ended.</summary>
    public virtual void End(CommittedPartition partition)
    {
    }
}
