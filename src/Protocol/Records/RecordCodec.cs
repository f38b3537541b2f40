using TopGun.Core.Maps;

namespace TopGun.Protocol.Records;

/// <summary>Records as bytes of the contract's Record message, without a generated message in between.</summary>
/// <remarks>
/// Equal records give equal bytes, but for the signs of zeros and the payloads of NaN, which equality does not see:
/// registers and the fields of objects stand in the ordinal order of their names, timestamps in the order of their first use.
/// Only servers rely on that; everybody else keeps the bytes as received.
/// </remarks>
public sealed class RecordCodec : IRecordCodec
{
    private RecordCodec()
    {
    }

    /// <summary>The codec; it has no state.</summary>
    public static RecordCodec Instance { get; } = new();

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The record was never written, so it has no timestamp.</exception>
    public byte[] Encode(Record record) => RecordEncoding.Encode(record);

    /// <inheritdoc/>
    public Record Decode(ReadOnlySpan<byte> bytes) => RecordDecoding.Decode(bytes);

    /// <inheritdoc/>
    public bool IsLive(ReadOnlySpan<byte> bytes) => RecordLook.IsLive(bytes) ?? RecordDecoding.Decode(bytes).IsLive;
}
