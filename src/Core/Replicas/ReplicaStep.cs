namespace TopGun.Core.Replicas;

/// <summary>A step of a replica in the making: what is to be stored, and what the application learns of it once it is.</summary>
internal sealed class ReplicaStep(ChangeOrigin origin)
{
    public ChangeOrigin Origin { get; } = origin;

    public ReplicaChange Change { get; } = new();

    /// <summary>The keys whose shown value may change.</summary>
    public HashSet<(string Map, string Key)> Touched { get; } = [];

    /// <summary>Maps where an op without a result was raised, so that what was never sent must be dated anew to stay above it.</summary>
    public HashSet<string> Raised { get; } = [];

    public List<SettledOp> Settled { get; } = [];

    /// <summary>Puts an op into the log, or in the place of the one at its position.</summary>
    public void Put(LoggedOp op)
    {
        Change.PutOps.Add(op);
        Touched.Add((op.Map, op.Write.Key));
    }

    public void Drop(LoggedOp op)
    {
        Change.DroppedOps.Add(op.Position);
        Touched.Add((op.Map, op.Write.Key));
    }
}
