namespace Grpc.Core;

/// <summary>How messages are sent, from the moment it is set.</summary>
internal sealed class WriteOptions(WriteFlags flags = WriteFlags.None)
{
    /// <summary>No wishes.</summary>
    public static readonly WriteOptions Default = new();

    /// <summary>The wishes.</summary>
    public WriteFlags Flags { get; } = flags;
}
