using Grpc.Core;

namespace TopGun.Server.Sessions;

/// <summary>How responses are written: what is one of many pages is compressed for clients that can undo it, all else goes as it is.</summary>
/// <remarks>
/// A first sync, or one after a long time, is what a slow network waits for, and its records share most of what they are made of. What is fanned out live is small,
/// and compressing it anew for each subscriber would cost more than it saves.
/// </remarks>
internal static class ResponseWriting
{
    private static readonly WriteOptions PackedWithNext = new(WriteFlags.BufferHint);
    private static readonly WriteOptions PlainWithNext = new(WriteFlags.BufferHint | WriteFlags.NoCompress);

    /// <summary>Compressed, and on its way at once.</summary>
    public static WriteOptions Packed { get; } = new();

    /// <summary>As it is, and on its way at once.</summary>
    public static WriteOptions Plain { get; } = new(WriteFlags.NoCompress);

    /// <summary>How a message is written.</summary>
    /// <param name="flush">When it must leave.</param>
    /// <param name="isOneOfMany">Whether it is a page that more follow.</param>
    public static WriteOptions For(FrameFlush flush, bool isOneOfMany) => flush == FrameFlush.WithNext
        ? isOneOfMany ? PackedWithNext : PlainWithNext
        : isOneOfMany ? Packed : Plain;
}
