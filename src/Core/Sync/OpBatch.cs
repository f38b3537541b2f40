namespace TopGun.Core.Sync;

/// <summary>Ops of one writer on one map, in the order of their numbers; without ops it only confirms results.</summary>
/// <param name="Map">The map's name.</param>
/// <param name="Writer">Whose ops.</param>
/// <param name="SettledThrough">The client holds all results up to this number durably and will never send these numbers again.</param>
/// <param name="FirstSentMs">When the first op of the batch was first sent, in milliseconds of server time, noted durably before that.</param>
/// <param name="Ops">The ops; their numbers follow on each other.</param>
public sealed record OpBatch(string Map, WriterId Writer, long SettledThrough, long FirstSentMs, IReadOnlyList<Op> Ops) : ClientFrame
{
    /// <summary>How many writes there are; an op without any counts as one.</summary>
    public int WriteCount => Ops.Sum(op => Math.Max(1, op.Writes.Count));

    /// <summary>What the writes take at most, in bytes.</summary>
    public long SizeBound => Ops.Sum(op => op.Writes.Sum(part => Maps.WriteSize.Bound(part.Write)));
}
