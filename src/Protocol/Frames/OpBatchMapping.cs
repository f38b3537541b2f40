using TopGun.Core.Sync;

namespace TopGun.Protocol.Frames;

/// <summary>Batches of ops, and their form on the wire.</summary>
internal static class OpBatchMapping
{
    public static Wire.OpBatch ToWire(OpBatch batch) => new()
    {
        Map = batch.Map,
        Writer = WriterMapping.ToWire(batch.Writer),
        SettledThrough = checked((ulong)batch.SettledThrough),
        FirstSentMs = checked((ulong)batch.FirstSentMs),
        Ops = { batch.Ops.Select(OpMapping.ToWire) },
    };

    public static OpBatch FromWire(Wire.OpBatch wire, SyncLimits limits)
    {
        // The judging takes as long for a group as for so many ops. One alone has a limit of its own, and is answered by its result.
        var count = wire.Ops.Sum(op => Math.Max(1, op.Group?.Writes.Count ?? 1));
        if (wire.Ops.Count > 1 && count > limits.MaxBatchOps)
            throw Check.OverLimit($"Batch of {count:N0} ops; at most {limits.MaxBatchOps:N0} are accepted.");

        var writer = WriterMapping.FromWire(wire.Writer);
        return new OpBatch(
            Check.MapName(wire.Map, limits),
            writer,
            Check.Long(wire.SettledThrough, "Settled through"),
            Check.Millis(wire.FirstSentMs, "First sent"),
            Ops(wire.Ops, writer, limits));
    }

    private static Op[] Ops(IReadOnlyList<Wire.Op> wire, WriterId writer, SyncLimits limits)
    {
        var ops = new Op[wire.Count];
        for (var i = 0; i < ops.Length; i++)
        {
            ops[i] = OpMapping.FromWire(wire[i], writer, limits);
            if (i > 0 && ops[i].Number != ops[i - 1].Number + 1)
                throw Check.Invalid($"Op {ops[i].Number:N0} follows on op {ops[i - 1].Number:N0} in a batch; their numbers must follow on each other.");
        }

        return ops;
    }
}
