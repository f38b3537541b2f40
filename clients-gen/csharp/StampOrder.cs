using TopGun.Protocol.V1;

namespace TopGun.Stubs;

/// <summary>The order of timestamps: by millis, then counter, then the bytes of the node id.</summary>
public sealed class StampOrder : IComparer<HlcTimestamp>
{
    private StampOrder()
    {
    }

    /// <summary>The one there is.</summary>
    public static StampOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(HlcTimestamp? x, HlcTimestamp? y)
    {
        if (x is null || y is null) return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        var order = x.Millis.CompareTo(y.Millis);
        if (order == 0) order = x.Counter.CompareTo(y.Counter);
        return order != 0 ? order : string.CompareOrdinal(x.NodeId, y.NodeId);
    }
}
