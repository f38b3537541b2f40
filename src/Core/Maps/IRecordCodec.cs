namespace TopGun.Core.Maps;

/// <summary>Turns records into the bytes that travel and are stored, and back. Safe for many threads at once.</summary>
/// <remarks>A border: the bytes are the contract's, and Core knows no Protobuf.</remarks>
public interface IRecordCodec
{
    /// <summary>Serialises a record.</summary>
    byte[] Encode(Record record);

    /// <summary>Reads a serialised record.</summary>
    /// <exception cref="FormatException">The bytes are not a record.</exception>
    Record Decode(ReadOnlySpan<byte> bytes);

    /// <summary>Whether the key of a serialised record has a value: cheaper than to read the record, and as strict.</summary>
    /// <exception cref="FormatException">The bytes are not a record.</exception>
    bool IsLive(ReadOnlySpan<byte> bytes) => Decode(bytes).IsLive;
}
