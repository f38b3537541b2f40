using TopGun.Core.Partitions;
using TopGun.Core.Sync;
using TopGun.Server.Storage.Forms;

namespace TopGun.Server.Storage.Backups;

/// <summary>The bytes of the parts of a backup that are no commits. Each begins with the number of its format and ends with its checksum.</summary>
internal static class BackupForms
{
    private const byte Format = 1;

    public static void WriteHeader(ByteWriter to, long takenMs, string source)
    {
        to.Byte(Format);
        to.Varint(takenMs);
        to.Text(source);
        StoredForms.Seal(to);
    }

    public static (long TakenMs, string Source) ReadHeader(ReadOnlySpan<byte> bytes)
    {
        var from = StoredForms.Unseal(bytes, Format, Format, out _);
        return (from.Varint(), from.Text());
    }

    public static void WritePartition(ByteWriter to, PartitionId partition, StoredPartition state)
    {
        to.Byte(Format);
        to.Byte(partition.Value);
        to.Varint(state.Head);
        StoredForms.WriteTimestamp(to, state.ClockHighWater);
        to.Varint(state.Epochs.Count);
        foreach (var (epoch, first) in state.Epochs)
        {
            to.UInt64(epoch);
            to.Varint(first);
        }

        to.Varint(state.Marks.Count);
        foreach (var mark in state.Marks)
        {
            to.Varint(mark.AtMs);
            to.Varint(mark.Version);
            StoredForms.WriteTimestamp(to, mark.Clock);
        }

        StoredForms.Seal(to);
    }

    public static (PartitionId Partition, StoredPartition State) ReadPartition(ReadOnlySpan<byte> bytes)
    {
        var from = StoredForms.Unseal(bytes, Format, Format, out _);
        var (partition, head, clock) = (new PartitionId(from.Byte()), from.Varint(), StoredForms.ReadTimestamp(ref from));
        var epochs = new EpochStart[from.Count()];
        for (var i = 0; i < epochs.Length; i++) epochs[i] = new EpochStart(from.UInt64(), from.Varint());
        var marks = new TimeMark[from.Count()];
        for (var i = 0; i < marks.Length; i++) marks[i] = new TimeMark(from.Varint(), from.Varint(), StoredForms.ReadTimestamp(ref from));
        return (partition, new StoredPartition(head, epochs, clock) { Marks = marks });
    }

    public static void WriteNodes(ByteWriter to, IReadOnlyCollection<NodeBinding> nodes)
    {
        to.Byte(Format);
        to.Varint(nodes.Count);
        foreach (var (node, subject) in nodes)
        {
            to.Text(node);
            to.Text(subject);
        }

        StoredForms.Seal(to);
    }

    public static NodeBinding[] ReadNodes(ReadOnlySpan<byte> bytes)
    {
        var from = StoredForms.Unseal(bytes, Format, Format, out _);
        var nodes = new NodeBinding[from.Count()];
        for (var i = 0; i < nodes.Length; i++) nodes[i] = new NodeBinding(from.Text(), from.Text());
        return nodes;
    }

    public static void WriteEnd(ByteWriter to, BackupSummary summary, long parts)
    {
        to.Byte(Format);
        foreach (var count in new[] { summary.Partitions, summary.Maps, summary.Records, summary.Writers, summary.Registrations, summary.Keyed, summary.Nodes }) to.Varint(count);
        to.Varint(parts);
        StoredForms.Seal(to);
    }

    public static (BackupSummary Summary, long Parts) ReadEnd(ReadOnlySpan<byte> bytes)
    {
        var from = StoredForms.Unseal(bytes, Format, Format, out _);
        return (new BackupSummary(from.Varint(), from.Varint(), from.Varint(), from.Varint(), from.Varint(), from.Varint(), from.Varint()), from.Varint());
    }
}
