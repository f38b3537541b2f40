using Google.Protobuf;
using TopGun.Core.Sync;
using TopGun.Core.Values;

namespace TopGun.Client.Replicas.Sqlite;

/// <summary>Messages of the contract as the file keeps them.</summary>
internal static class StoredBytes
{
    /// <summary>What was checked when it was written is not checked again: the limits of the server may have changed since.</summary>
    public static SyncLimits NoLimits { get; } = new()
    {
        MaxSetElements = int.MaxValue,
        MaxWindowRows = int.MaxValue,
        MaxKeyBytes = int.MaxValue,
        MaxMapNameBytes = int.MaxValue,
        MaxFieldNameBytes = int.MaxValue,
        MaxValueBytes = int.MaxValue,
        MaxGroupWrites = int.MaxValue,
        MaxGroupBytes = int.MaxValue,
        MaxValueDepth = ValueMeasure.DeepestLook,
    };

    /// <summary>Reads a message.</summary>
    /// <exception cref="FormatException">The bytes are not one.</exception>
    public static T Read<T>(MessageParser<T> parser, ReadOnlySpan<byte> bytes) where T : IMessage<T>
    {
        // A level of a value is up to four levels of messages, and ours are read however deep they are.
        const int Levels = 4 * (ValueMeasure.DeepestLook + 2);
        try
        {
            using var input = CodedInputStream.CreateWithLimits(new MemoryStream(bytes.ToArray()), int.MaxValue, Levels);
            return parser.ParseFrom(input);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new FormatException($"What is stored is not a {typeof(T).Name}: {error.Message}", error);
        }
    }
}
