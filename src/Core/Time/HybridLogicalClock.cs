namespace TopGun.Core.Time;

/// <summary>The hybrid logical clock of one node: it never gives a timestamp that is not above all it has given or seen.</summary>
/// <remarks>
/// Not safe for several threads at once: whoever owns it serialises its calls.
/// Source: Kulkarni et al., "Logical Physical Clocks", 2014, figure 5.
/// </remarks>
public sealed class HybridLogicalClock
{
    private readonly string _nodeId;
    private readonly long _maxDriftMs;

    /// <summary>Makes a clock.</summary>
    /// <param name="nodeId">The name it signs with.</param>
    /// <param name="maxDriftMs">How far ahead of the physical clock a remote timestamp may be and still be kept, in milliseconds.</param>
    /// <param name="highWater">The highest timestamp that this clock's predecessor gave or saw; default for none.</param>
    public HybridLogicalClock(string nodeId, long maxDriftMs, HlcTimestamp highWater = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(nodeId);
        ArgumentOutOfRangeException.ThrowIfNegative(maxDriftMs);
        _nodeId = nodeId;
        _maxDriftMs = maxDriftMs;
        HighWater = highWater;
    }

    /// <summary>The name it signs with.</summary>
    public string NodeId => _nodeId;

    /// <summary>The highest timestamp given or seen so far; a successor of this clock starts from it (INV-HLC-2).</summary>
    public HlcTimestamp HighWater { get; private set; }

    /// <summary>Takes a timestamp for a write of this node.</summary>
    /// <param name="physicalMs">This node's wall clock now, in Unix milliseconds.</param>
    public HlcTimestamp Now(long physicalMs)
    {
        physicalMs = Math.Max(0, physicalMs);
        HighWater = physicalMs > HighWater.Millis ? new HlcTimestamp(physicalMs, 0, _nodeId) : HighWater.Next(_nodeId);
        return HighWater;
    }

    /// <summary>Moves this clock past a timestamp from another node, so that our next write follows it.</summary>
    /// <param name="remote">The timestamp that came with a write.</param>
    /// <param name="physicalMs">This node's wall clock now, in Unix milliseconds.</param>
    /// <returns>The timestamp that the write keeps: the remote one, or ours if that runs too far ahead.</returns>
    public HlcTimestamp Admit(HlcTimestamp remote, long physicalMs)
    {
        // One device with a clock set to next year would drag every honest clock there, and win every conflict
        // until then. Its write is welcome, its time is not (INV-HLC-3).
        if (remote.Millis - physicalMs > _maxDriftMs) return Now(physicalMs);

        if (remote > HighWater) HighWater = remote;
        return remote;
    }

    /// <summary>Takes the clock back to an earlier high-water mark, when what it stamped since was never committed.</summary>
    public void Rewind(HlcTimestamp highWater) => HighWater = highWater;
}
