using System.Threading.Channels;
using TopGun.Core.Partitions;
using TopGun.Core.Sessions;
using TopGun.Core.Sync;

namespace TopGun.Server.Maps;

/// <summary>The refusals of one user's ops that wait to be read; bounded, so that a watcher who does not read costs little.</summary>
/// <param name="map">Only refusals on this map; null for every map.</param>
/// <param name="teller">Says what the user may know of each.</param>
/// <param name="gone">Called when nobody watches any more.</param>
internal sealed class RejectionWatch(string? map, RejectionTeller teller, Action<RejectionWatch> gone) : IDisposable
{
    private const int MostUnread = 64;

    private readonly Channel<MergeRejected> _unread = Channel.CreateBounded<MergeRejected>(new BoundedChannelOptions(MostUnread) { SingleReader = true });

    private volatile bool _isOver;

    /// <summary>Takes a refusal of the user's.</summary>
    public void Take(CommittedPartition partition, RejectedOp op)
    {
        // Whoever does not read has been told so, and must not go on costing the executor anything until the call is gone.
        if (_isOver || (map is not null && op.Map != map) || _unread.Writer.TryWrite(teller.Tell(partition, op))) return;
        End(new SyncException(
            ErrorCode.LimitExceeded, $"{MostUnread} refusals wait to be read and another one came; watch again and read faster. The results of the ops tell of each."));
    }

    /// <summary>Nothing more comes, for this reason.</summary>
    public void End(SyncException reason)
    {
        _isOver = true;
        _unread.Writer.TryComplete(reason);
    }

    /// <summary>The refusals as they come.</summary>
    /// <exception cref="SyncException">While reading: the reader was too slow, or the server stops.</exception>
    public IAsyncEnumerable<MergeRejected> ReadAsync(CancellationToken cancellationToken) => _unread.Reader.ReadAllAsync(cancellationToken);

    public void Dispose()
    {
        gone(this);
        _unread.Writer.TryComplete();
    }
}
