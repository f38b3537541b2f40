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
        if (wire.Ops.Count > limits.MaxBatchOps)
            throw Check.OverLimit($"Batch of {wire.Ops.Count:N0} ops; at most {limits.MaxBatchOps:N0} are accepted.");

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
