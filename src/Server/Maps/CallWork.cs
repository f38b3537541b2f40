using TopGun.Core.Partitions;

namespace TopGun.Server.Maps;

/// <summary>Answer a call about a map, in the order of the map's batches.</summary>
/// <param name="Map">The map.</param>
internal abstract record CallWork(string Map) : PartitionWork(Map)
{
    /// <summary>How many ops it counts for in the commit that gathers.</summary>
    public required int Ops { get; init; }

    /// <summary>What its writes take at most, in bytes.</summary>
    public long WriteBytes { get; init; }

    /// <summary>The user who writes; null where nothing is written.</summary>
    public string? Writer { get; init; }

    /// <inheritdoc/>
    public override string? Subject => Writer;

    /// <inheritdoc/>
    public override int Weight => Ops;

    /// <inheritdoc/>
    public override long Bytes => WriteBytes;

    /// <summary>Does what is asked. It may be done again, when a commit in which others lay was refused.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="nowMs">The time in Unix milliseconds.</param>
    public abstract JudgedWork Judge(Partition partition, long nowMs);

    /// <summary>Answers that it can't be stored now.</summary>
    public abstract void NotNow();

    /// <summary>Answers that the store does not take what it makes.</summary>
    public abstract void Refused();
}
