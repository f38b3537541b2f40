namespace TopGun.Server.Limits;

/// <summary>Whether the server has more to do than it can, or somebody was held back a moment ago. Safe for many threads at once.</summary>
/// <remarks>Only then it is worth a look at a call before it is read: who is not held back is not to pay for it.</remarks>
/// <param name="clock">Tells the time that passes.</param>
internal sealed class Pressure(TimeProvider clock)
{
    /// <summary>For how long after that calls are looked at first.</summary>
    public static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    /// <summary>So many calls being read at once are nothing out of the ordinary.</summary>
    public const int FewReading = 64;

    // None at first. 0 is a time like any other.
    private long _last = long.MinValue;
    private int _reading;

    /// <summary>Whether calls are to be looked at first.</summary>
    public bool IsOn => Volatile.Read(ref _last) is var last and not long.MinValue && clock.GetElapsedTime(last) < Moment;

    /// <summary>Somebody is held back.</summary>
    public void Note() => Volatile.Write(ref _last, clock.GetTimestamp());

    /// <summary>A call begins to be read. Where many are, the server takes in more than it can read, and nobody may have been held back yet.</summary>
    public void BeginReading()
    {
        if (Interlocked.Increment(ref _reading) > FewReading) Note();
    }

    /// <summary>A call was read.</summary>
    public void EndReading() => Interlocked.Decrement(ref _reading);
}
