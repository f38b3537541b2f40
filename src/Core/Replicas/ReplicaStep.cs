namespace TopGun.Core.Replicas;

/// <summary>A step of a replica in the making: what is to be stored, and what the application learns of it once it is.</summary>
internal sealed class ReplicaStep(ChangeOrigin origin)
{
    private readonly Dictionary<long, LoggedOp> _put = [];

    public ChangeOrigin Origin { get; } = origin;

    public ReplicaChange Change { get; } = new();

    /// <summary>The keys whose shown value may change.</summary>
    public HashSet<(string Map, string Key)> Touched { get; } = [];

    /// <summary>Maps where an op without a result was raised or numbered anew, so that what was never sent must be dated anew to stay above it.</summary>
    public HashSet<string> Raised { get; } = [];

    public List<SettledOp> Settled { get; } = [];

    /// <summary>Puts an op into the log, or in the place of the one at its position.</summary>
    public void Put(LoggedOp op)
    {
        Change.PutOps.Add(op);
        _put[op.Position] = op;
        foreach (var key in op.Keys) Touched.Add((op.Map, key));
    }

    public void Drop(LoggedOp op)
    {
        Change.DroppedOps.Add(op.Position);
        foreach (var key in op.Keys) Touched.Add((op.Map, key));
    }

    /// <summary>An op of the log as this step has it by now: a step may change one several times.</summary>
    public LoggedOp Latest(LoggedOp op) => _put.GetValueOrDefault(op.Position) ?? op;
}
