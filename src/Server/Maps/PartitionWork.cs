namespace TopGun.Server.Maps;

/// <summary>What a partition's executor is asked to do. Exactly one of its answers is called, from the executor, so it must return at once.</summary>
/// <param name="Map">The map, which is loaded first unless it says otherwise.</param>
internal abstract record PartitionWork(string Map)
{
    /// <summary>The user whose writes they are; null for what nobody wrote.</summary>
    public virtual string? Subject => null;

    /// <summary>How many ops it counts for while it waits.</summary>
    public virtual int Weight => 1;

    /// <summary>How many bytes it takes at most while it waits.</summary>
    public virtual long Bytes => 0;
}
