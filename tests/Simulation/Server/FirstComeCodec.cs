using TopGun.Core.Maps;
using TopGun.Core.Time;
using TopGun.Protocol.Records;

namespace TopGun.Simulation.Server;

/// <summary>Takes the tie-break out of the server's timestamps: what was committed wins against whatever has the same millis and counter.</summary>
/// <remarks>
/// The comparison itself has no switch, so each committed timestamp is read with a node id that sorts behind all others, and written
/// with its own again. To the merge this is what a comparison without the node id would be: equal ones never replace what is there.
/// Only ties with committed state are broken this way, those within one commit are not; that is enough.
/// </remarks>
public sealed class FirstComeCodec : IRecordCodec
{
    private const char Last = '\u007f';

    /// <inheritdoc/>
    public byte[] Encode(Record record) => RecordCodec.Instance.Encode(Rename(record, name => name.TrimStart(Last)));

    /// <inheritdoc/>
    public Record Decode(ReadOnlySpan<byte> bytes) => Rename(RecordCodec.Instance.Decode(bytes), name => Last + name);

    private static Record Rename(Record record, Func<string, string> rename)
    {
        // Time decides nothing in a set or a counter.
        if (record.Type is not MapType.Lww) return record;
        HlcTimestamp At(HlcTimestamp at) => at.IsDefault ? at : at with { NodeId = rename(at.NodeId) };
        return new Record(
            record.Root with { At = At(record.Root.At) },
            At(record.Cleared),
            record.Registers.ToDictionary(pair => pair.Key, pair => pair.Value with { At = At(pair.Value.At) }, StringComparer.Ordinal),
            record.ExpiresAtMs);
    }
}
