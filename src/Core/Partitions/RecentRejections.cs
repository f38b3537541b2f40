using TopGun.Core.Maps;
using TopGun.Core.Sync;

namespace TopGun.Core.Partitions;

/// <summary>The ops that resolvers have refused lately: results that are told again say what was attempted, as long as it is here.</summary>
/// <remarks>Bounded, since users choose how often they are refused and with how much. Whoever comes too late has the op in its own log.</remarks>
internal sealed class RecentRejections
{
    private const int MostKept = 1_000;
    private const int MostBytes = 256 << 10;

    private readonly Dictionary<(string Map, WriterId Writer, long Number), RejectedOp> _ops = [];
    private readonly Queue<RejectedOp> _order = new();
    private int _bytes;

    public RejectedOp? Find(string map, WriterId writer, long number) => _ops.GetValueOrDefault((map, writer, number));

    public void Add(IReadOnlyList<RejectedOp> rejected)
    {
        foreach (var op in rejected)
        {
            if (WriteSize.Bound(op.Attempted) > MostBytes || !_ops.TryAdd((op.Map, op.Writer, op.Result.Number), op)) continue;
            _order.Enqueue(op);
            _bytes += (int)WriteSize.Bound(op.Attempted);
            while (_order.Count > MostKept || _bytes > MostBytes) Forget(_order.Dequeue());
        }
    }

    private void Forget(RejectedOp op)
    {
        _ops.Remove((op.Map, op.Writer, op.Result.Number));
        _bytes -= (int)WriteSize.Bound(op.Attempted);
    }
}
