using Jint;
using TopGun.Scripting.Metering;

namespace TopGun.Scripting.Jint;

/// <summary>Counts the statements of one run, and what the wrapped built-ins and host functions charge on top; looks at the clock.</summary>
/// <remarks>Made on the thread and at the depth of the run. What it throws is no exception of the language, so no script can catch it.</remarks>
internal sealed class RunMeter(ScriptLimits limits, TimeProvider time, CancellationToken cancellation) : Constraint
{
    // A statement may be one call that takes long, so the clock is looked at more often than in our own engine.
    private const int Slice = 64;

    /// <summary>How much stack a run may take; as much again fifteen times is there to unwind it, see <see cref="DeepThread"/>.</summary>
    private const long MaxStackBytes = 1 << 20;

    private readonly nuint _stackStart = StackPosition();
    private readonly long _started = time.GetTimestamp();
    private long _allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
    private long _steps;
    private long _reserved;

    public ScriptLimits Limits => limits;

    /// <summary>What was used up; bytes are those of the thread, of which an engine of its own is the largest part.</summary>
    public ScriptBill Bill => new(Math.Min(_steps, limits.Steps), Math.Clamp(GC.GetAllocatedBytesForCurrentThread() - _allocatedBefore, 0, limits.Bytes));

    /// <summary>Begins to count bytes: what was allocated until now is the engine's own.</summary>
    public void Begin() => _allocatedBefore = GC.GetAllocatedBytesForCurrentThread();

    /// <inheritdoc/>
    public override void Check()
    {
        // Once for each statement and call, and so for each level of a recursion, whatever it goes through.
        if ((long)(_stackStart - StackPosition()) > MaxStackBytes) throw TooDeep();
        if (++_steps > limits.Steps) throw OutOfSteps();
        if (_steps % Slice == 0) Look();
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        // The engine calls it at each entry, and a run is one entry.
    }

    /// <summary>Charges work before it is done.</summary>
    public void Steps(long count)
    {
        if (count > limits.Steps - _steps)
        {
            _steps = limits.Steps;
            throw OutOfSteps();
        }
        _steps += count;
        Look();
    }

    /// <summary>Charges a text before it is built.</summary>
    public void Text(double chars) => Reserve(chars * 2);

    /// <summary>Refuses an allocation that would go beyond the limit, together with those that were charged before.</summary>
    public void Reserve(double bytes)
    {
        _reserved = (long)Math.Min(_reserved + Math.Max(bytes, 0), long.MaxValue / 2);
        if (_reserved > limits.Bytes) throw OutOfBytes();
    }

    /// <summary>The run has allocated too much.</summary>
    public LimitExceededException OutOfBytes()
        => new(ScriptLimit.Bytes, limits.Bytes, $"The script allocates more than {limits.Bytes:N0} bytes.");

    /// <summary>The run nests calls too deep.</summary>
    public LimitExceededException TooDeep()
        => new(ScriptLimit.CallDepth, limits.CallDepth, $"The script nests calls deeper than {limits.CallDepth:N0}.");

    // The stack grows downwards everywhere that the runtime is at home.
    private static unsafe nuint StackPosition()
    {
        byte here;
        return (nuint)(&here);
    }

    private LimitExceededException OutOfSteps()
        => new(ScriptLimit.Steps, limits.Steps, $"The script takes more than {limits.Steps:N0} steps.");

    private void Look()
    {
        cancellation.ThrowIfCancellationRequested();
        if (time.GetElapsedTime(_started) > limits.Watchdog)
            throw new WatchdogException($"The script ran longer than {limits.Watchdog.TotalMilliseconds:N0} ms.");
    }
}
