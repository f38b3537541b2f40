namespace TopGun.Core.Replicas;

/// <summary>An op that got its result.</summary>
/// <param name="Op">The op, with its final timestamp where it was taken.</param>
/// <param name="Rejection">Why it was refused; null when it was taken.</param>
/// <param name="IsSuperseded">It was taken, and newer writes stood in all its places already.</param>
public readonly record struct SettledOp(LoggedOp Op, Rejection? Rejection, bool IsSuperseded = false)
{
    /// <summary>The op, and why it was refused if it was.</summary>
    public void Deconstruct(out LoggedOp op, out Rejection? rejection) => (op, rejection) = (Op, Rejection);
}
