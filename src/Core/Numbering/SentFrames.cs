namespace TopGun.Core.Numbering;

/// <summary>The sending end of numbered frames: numbers them 1, 2, 3, and keeps each until it is confirmed, to send it again.</summary>
/// <remarks>Not safe for several threads at once.</remarks>
/// <param name="maxFrames">How many frames it keeps before it is full.</param>
/// <param name="maxBytes">How many bytes it keeps before it is full; one frame may go beyond, so that none is too large for it.</param>
public sealed class SentFrames<T>(int maxFrames, int maxBytes)
{
    private readonly Queue<(T Frame, int Bytes)> _kept = new();

    /// <summary>The number of the last frame; 0 before the first.</summary>
    public long Last { get; private set; }

    /// <summary>Frames up to this number are confirmed, and gone.</summary>
    public long Confirmed => Last - _kept.Count;

    /// <summary>Bytes of the frames that are kept.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether no frame should be added before some are confirmed.</summary>
    public bool IsFull => _kept.Count >= maxFrames || Bytes >= maxBytes;

    /// <summary>Adds a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="bytes">Its size.</param>
    /// <returns>Its number.</returns>
    public long Add(T frame, int bytes)
    {
        _kept.Enqueue((frame, bytes));
        Bytes += bytes;
        return ++Last;
    }

    /// <summary>The other end has frames up to a number. A confirmation that is older than one before says nothing.</summary>
    /// <param name="through">The number, at most <see cref="Last"/>.</param>
    public void Confirm(long through)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(through, Last);
        while (Confirmed < through) Bytes -= _kept.Dequeue().Bytes;
    }

    /// <summary>The frames behind a number that are kept, with their numbers.</summary>
    public IEnumerable<(long Number, T Frame, int Bytes)> After(long number)
    {
        var next = Confirmed;
        foreach (var (frame, bytes) in _kept)
            if (++next > number) yield return (next, frame, bytes);
    }
}
