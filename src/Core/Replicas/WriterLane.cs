using TopGun.Core.Sync;

namespace TopGun.Core.Replicas;

/// <summary>The ops of one writer on one map that have no result yet, in the order of their numbers.</summary>
internal sealed class WriterLane(WriterId writer)
{
    public WriterId Writer { get; } = writer;

    public LinkedList<LoggedOp> Unsettled { get; } = new();

    /// <summary>The highest number that the writer gave out on this map.</summary>
    public long LastNumber { get; set; }

    public long LowestUnsettled => Unsettled.First?.Value.Number ?? LastNumber + 1;

    public LinkedListNode<LoggedOp>? Find(long number)
    {
        for (var node = Unsettled.First; node is not null && node.Value.Number <= number; node = node.Next)
            if (node.Value.Number == number) return node;
        return null;
    }
}
