namespace TopGun.Server.Maps;

/// <summary>Work that was done in memory, and what to answer once the commit in which it lies is durable.</summary>
internal abstract record JudgedWork
{
    /// <summary>It is durable.</summary>
    public abstract void Answer();

    /// <summary>It is not, and can be tried again.</summary>
    public abstract void NotNow();
}
