using System.Text;

namespace TopGun.Core.Partitions;

/// <summary>Which partition: 0 to 255. A whole map lies in one, so that its order is one.</summary>
public readonly record struct PartitionId(byte Value)
{
    /// <summary>How many partitions there are. It never changes: stored data depends on it.</summary>
    public const int Count = 256;

    /// <summary>The partition of a map.</summary>
    /// <remarks>FNV-1a over the name's UTF-8 bytes, folded to 8 bits. It only spreads; whoever chooses names gains nothing by a collision.</remarks>
    public static PartitionId Of(string map)
    {
        var hash = 2166136261u;
        foreach (var octet in Encoding.UTF8.GetBytes(map)) hash = (hash ^ octet) * 16777619u;
        return new((byte)(hash ^ (hash >> 8) ^ (hash >> 16) ^ (hash >> 24)));
    }
}
