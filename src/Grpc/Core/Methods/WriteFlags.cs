namespace Grpc.Core;

/// <summary>Wishes for the sending of one message.</summary>
[Flags]
internal enum WriteFlags
{
    /// <summary>Nothing special: the message leaves at once.</summary>
    None = 0,

    /// <summary>More follows soon, so the message may wait for it. The last one of a burst goes without this flag.</summary>
    BufferHint = 1,

    /// <summary>The message is not worth compressing.</summary>
    NoCompress = 2,
}
