using TopGun.Core.Replicas;
using TopGun.Core.Sets;
using TopGun.Core.Sync;

namespace TopGun.Client.Replicas.Sqlite.Salvage;

/// <summary>The op log of a replica whose file was damaged, so that a new file can go on with it.</summary>
/// <remarks>
/// The server takes the numbers of a writer one after another. So of each writer and map the ops stay as they are up to the first
/// number that is missing. Behind that, ops that were never sent get new numbers of a new writer; those that were are
/// not sent again, since whether they took effect can't be asked any more: they go to the inbox (INV-OPS-1, INV-OPS-3).
/// </remarks>
internal sealed class SalvagedLog
{
    private const string Reason = "The replica file was damaged, and what the device wrote before this is gone; the server can't be asked for the outcome any more.";

    private readonly WriterId _writer;
    private readonly Func<ulong> _random;
    // Numbers are those of a writer on one map.
    private readonly Dictionary<(string Map, OpReference Op), OpReference?> _renamed = [];
    private readonly Dictionary<string, Dictionary<ElementTag, ElementTag>> _retagged = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _numbers = new(StringComparer.Ordinal);

    private SalvagedLog(WriterId writer, Func<ulong> random) => (_writer, _random) = (writer, random);

    /// <summary>The step that makes a new replica go on where a damaged one stood.</summary>
    /// <param name="salvaged">What could be read.</param>
    /// <param name="writer">Numbers ops that need new numbers; never used before.</param>
    /// <param name="random">Gives ids.</param>
    public static ReplicaChange Restore(SalvagedReplica salvaged, WriterId writer, Func<ulong> random)
    {
        var change = new ReplicaChange { Subject = salvaged.Subject, Time = salvaged.Time };
        change.AddedRejections.AddRange(salvaged.Rejections);
        new SalvagedLog(writer, random).Sort(salvaged, change);
        return change;
    }

    private void Sort(SalvagedReplica salvaged, ReplicaChange change)
    {
        var id = salvaged.LastPosition;
        var kept = KeptOf(salvaged);
        foreach (var op in salvaged.Ops)
        {
            // The server has its effect, and with the map it comes back.
            if (op.IsSettled) continue;
            var name = (op.Map, new OpReference(op.Writer, op.Number));
            if (!_retagged.TryGetValue(op.Map, out var tags)) _retagged[op.Map] = tags = [];
            var followed = op.Naming(after => _renamed.TryGetValue((op.Map, after), out var now) ? now : after).Retagged(tags);
            if (kept.Contains(name)) change.PutOps.Add(followed);
            else if (op.FirstSentMs == 0)
            {
                var number = _numbers[op.Map] = _numbers.GetValueOrDefault(op.Map) + 1;
                var again = followed with { Writer = _writer, Number = number, OpId = _random(), At = op.At with { NodeId = _writer.ClockName } };
                _renamed[name] = new OpReference(_writer, number);
                tags[op.FirstTag] = again.FirstTag;
                change.PutOps.Add(again);
            }
            else
            {
                _renamed[name] = null;
                change.AddedRejections.Add(new Rejection(
                    ++id, op.Map, RejectionCode.OutcomeUnknown, Reason, [.. op.Writes.Select(write => write.Write)], op.At, op.OpId));
            }
        }
    }

    private static HashSet<(string Map, OpReference Op)> KeptOf(SalvagedReplica salvaged)
    {
        HashSet<(string, OpReference)> kept = [];
        if (salvaged.NodeId is not { } nodeId) return kept;
        foreach (var lane in salvaged.Ops.Where(op => !op.IsSettled).GroupBy(op => (op.Map, op.Writer)))
        {
            if (lane.Key.Writer.NodeId != nodeId) continue;
            long? next = null;
            foreach (var op in lane.OrderBy(op => op.Number))
            {
                if (next is { } expected && op.Number != expected) break;
                kept.Add((op.Map, new OpReference(op.Writer, op.Number)));
                next = op.Number + 1;
            }
        }

        return kept;
    }
}
