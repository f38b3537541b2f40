namespace TopGun.Server.Maps;

/// <summary>Upkeep that was done in memory.</summary>
internal sealed record JudgedUpkeep(UpkeepWork Work) : JudgedWork
{
    /// <inheritdoc/>
    public override void Answer() => Work.Done();

    /// <inheritdoc/>
    public override void NotNow() => Work.NotNow();
}
