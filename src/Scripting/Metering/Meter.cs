using System.Runtime.CompilerServices;

namespace TopGun.Scripting.Metering;

/// <summary>Counts what one run uses up and ends it when a limit is passed.</summary>
/// <remarks>Everything is charged before it is done: a text before it is built, an array before it grows.</remarks>
internal sealed class Meter
{
    /// <summary>How deep expressions, statements and calls may nest in each other at run time, all calls together.</summary>
    /// <remarks>
    /// A level takes at most some 300 bytes of the host's stack, so the deepest run stays within about 1 MB (measured by
    /// the test that runs the hostile scripts on a thread of that size).
    /// </remarks>
    public const int MaxNesting = 2_500;

    /// <summary>What one object costs before it has any properties.</summary>
    public const int ObjectBytes = 64;

    /// <summary>What one value in an array, a frame or a property costs.</summary>
    public const int SlotBytes = 16;

    // The watchdog looks at the clock once per slice: often enough for a reaction within a millisecond or two, and too
    // rarely to be felt (25 ns in some 10 us).
    private const int Slice = 1_024;

    private readonly ScriptLimits _limits;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly CancellationToken _cancellation;
    private int _slice;
    private long _stepsBeyondSlice;
    private long _bytesLeft;

    public Meter(ScriptLimits limits, TimeProvider time, CancellationToken cancellation)
    {
        _limits = limits;
        _time = time;
        _cancellation = cancellation;
        _started = time.GetTimestamp();
        _slice = (int)Math.Min(Slice, limits.Steps);
        _stepsBeyondSlice = limits.Steps - _slice;
        _bytesLeft = limits.Bytes;
        NestingLeft = MaxNesting;
    }

    /// <summary>How many calls are open. Who catches an exception sets it back.</summary>
    public int Depth { get; set; }

    /// <summary>What is left of <see cref="MaxNesting"/>. Who catches an exception sets it back.</summary>
    public int NestingLeft { get; set; }

    public ScriptBill Bill => new(_limits.Steps - _stepsBeyondSlice - _slice, _limits.Bytes - _bytesLeft);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step()
    {
        if (--_slice < 0) NextSlice();
    }

    public void Steps(long count)
    {
        if (count <= _slice)
        {
            _slice -= (int)count;
            return;
        }
        if (count > _slice + _stepsBeyondSlice) OutOfSteps();
        _stepsBeyondSlice -= count - _slice;
        _slice = 0;
        Look();
    }

    /// <summary>Charges reading <paramref name="chars"/> characters, as a search or a comparison does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Scan(int chars)
    {
        if (chars >= 64) Steps(chars >> 6);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Allocate(long bytes)
    {
        if (bytes > _bytesLeft) OutOfBytes(bytes);
        _bytesLeft -= bytes;
    }

    /// <summary>Charges a text before it is built.</summary>
    public void Text(long chars) => Allocate(24 + (2 * chars));

    /// <summary>Opens one call that takes <paramref name="levels"/> of nesting; <see cref="Leave"/> closes it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enter(int levels)
    {
        Step();
        if (++Depth > _limits.CallDepth) TooDeep();
        if ((NestingLeft -= levels) < 0) TooNested();
        // Cannot happen on a thread of 1 MB or more; on a smaller one the machine, not the script, is at fault.
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new WatchdogException("The host's thread has too small a stack for scripts; 1 MB is needed.");
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Leave(int levels)
    {
        Depth--;
        NestingLeft += levels;
    }

    private void NextSlice()
    {
        _slice = 0;
        if (_stepsBeyondSlice == 0) OutOfSteps();
        Look();
        _slice = (int)Math.Min(Slice, _stepsBeyondSlice);
        _stepsBeyondSlice -= _slice;
        _slice--;
    }

    private void Look()
    {
        _cancellation.ThrowIfCancellationRequested();
        if (_time.GetElapsedTime(_started) > _limits.Watchdog)
            throw new WatchdogException($"The script ran longer than {_limits.Watchdog.TotalMilliseconds:N0} ms.");
    }

    private void OutOfSteps()
    {
        _slice = 0;
        _stepsBeyondSlice = 0;
        throw new LimitExceededException(ScriptLimit.Steps, _limits.Steps, $"The script takes more than {_limits.Steps:N0} steps.");
    }

    private void OutOfBytes(long bytes)
        => throw new LimitExceededException(
            ScriptLimit.Bytes,
            _limits.Bytes,
            $"The script allocates {_limits.Bytes - _bytesLeft:N0} bytes and then {bytes:N0} more; at most {_limits.Bytes:N0} are accepted.");

    private void TooDeep()
        => throw new LimitExceededException(
            ScriptLimit.CallDepth, _limits.CallDepth, $"The script nests calls deeper than {_limits.CallDepth:N0}.");

    private void TooNested()
        => throw new LimitExceededException(
            ScriptLimit.CallDepth, MaxNesting, $"The script nests expressions and calls deeper than {MaxNesting:N0} levels, {Depth:N0} calls among them.");
}
