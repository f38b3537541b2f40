namespace TopGun.Core.Numbering;

/// <summary>The receiving end of numbered frames: lets each pass once and in order, whatever the way loses, repeats or reorders.</summary>
/// <remarks>Not safe for several threads at once.</remarks>
public sealed class ReceivedFrames
{
    /// <summary>Frames up to this number have arrived; 0 for none.</summary>
    public long Through { get; private set; }

    /// <summary>Where a frame of this number stands.</summary>
    /// <param name="number">Its number, from 1.</param>
    public FrameOrder OrderOf(long number)
        => number <= Through ? FrameOrder.Repeat : number == Through + 1 ? FrameOrder.Due : FrameOrder.Early;

    /// <summary>Takes a frame if it is the next one.</summary>
    /// <returns>Where it stood; only what was due has been taken.</returns>
    public FrameOrder Take(long number)
    {
        var order = OrderOf(number);
        if (order == FrameOrder.Due) Through = number;
        return order;
    }
}
