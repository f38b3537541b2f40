namespace TopGun.Server.Maps;

/// <summary>A call that was decided.</summary>
/// <param name="Work">The call.</param>
/// <param name="Tell">Gives the answer.</param>
internal sealed record JudgedCall(CallWork Work, Action Tell) : JudgedWork
{
    /// <inheritdoc/>
    public override void Answer() => Tell();

    /// <inheritdoc/>
    public override void NotNow() => Work.NotNow();
}
