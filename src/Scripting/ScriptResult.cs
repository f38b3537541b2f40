using TopGun.Core.Values;

namespace TopGun.Scripting;

/// <summary>How a run of a script ended, and what it used up. Immutable.</summary>
public sealed class ScriptResult
{
    private readonly Failure? _failure;

    private ScriptResult(ScriptOutcome outcome, ScriptBill bill, Value? value, Failure? failure)
    {
        Outcome = outcome;
        Bill = bill;
        Value = value;
        _failure = failure;
    }

    /// <summary>How the run ended.</summary>
    public ScriptOutcome Outcome { get; }

    /// <summary>What the run used up, whatever its outcome.</summary>
    public ScriptBill Bill { get; }

    /// <summary>What a completed run returned; null when that was undefined, and for every other outcome.</summary>
    public Value? Value { get; }

    /// <summary>What went wrong, in one line of text; null for a completed run. It may quote what the script threw.</summary>
    public string? Message => _failure?.Message;

    /// <summary>The line where the script threw, from 1; 0 for every other outcome.</summary>
    public int Line => _failure?.Line ?? 0;

    /// <summary>The column where the script threw, from 1, in UTF-16 units; 0 for every other outcome.</summary>
    public int Column => _failure?.Column ?? 0;

    /// <summary>The limit that was exceeded; null for every other outcome.</summary>
    public ScriptLimit? Limit => _failure?.Limit;

    /// <summary>The bound that was exceeded; 0 for every other outcome.</summary>
    public long Bound => _failure?.Bound ?? 0;

    /// <summary>What went wrong inside of the engine; null for every other outcome.</summary>
    public Exception? Fault => _failure?.Fault;

    internal static ScriptResult Completed(Value? value, ScriptBill bill) => new(ScriptOutcome.Completed, bill, value, null);

    internal static ScriptResult Threw(string message, int line, int column, ScriptBill bill)
        => new(ScriptOutcome.Threw, bill, null, new Failure(message, line, column, null, 0));

    internal static ScriptResult LimitExceeded(ScriptLimit limit, long bound, string message, ScriptBill bill)
        => new(ScriptOutcome.LimitExceeded, bill, null, new Failure(message, 0, 0, limit, bound));

    internal static ScriptResult TimedOut(string message, ScriptBill bill) => new(ScriptOutcome.TimedOut, bill, null, new Failure(message, 0, 0, null, 0));

    internal static ScriptResult Faulted(Exception fault, ScriptBill bill)
        => new(ScriptOutcome.Faulted, bill, null, new Failure(fault.Message, 0, 0, null, 0, fault));

    // Apart, because most runs have none and there are thousands of results a second.
    private sealed record Failure(string Message, int Line, int Column, ScriptLimit? Limit, long Bound, Exception? Fault = null);
}
