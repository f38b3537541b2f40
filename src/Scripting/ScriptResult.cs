using TopGun.Core.Values;

namespace TopGun.Scripting;

/// <summary>How a run of a script ended, and what it used up. Immutable.</summary>
public sealed class ScriptResult
{
    private ScriptResult(ScriptOutcome outcome, ScriptBill bill)
    {
        Outcome = outcome;
        Bill = bill;
    }

    /// <summary>How the run ended.</summary>
    public ScriptOutcome Outcome { get; }

    /// <summary>What the run used up, whatever its outcome.</summary>
    public ScriptBill Bill { get; }

    /// <summary>What a completed run returned; null when that was undefined, and for every other outcome.</summary>
    public Value? Value { get; private init; }

    /// <summary>What went wrong, in one line of text; null for a completed run. It may quote what the script threw.</summary>
    public string? Message { get; private init; }

    /// <summary>The line where the script threw, from 1; 0 for every other outcome.</summary>
    public int Line { get; private init; }

    /// <summary>The column where the script threw, from 1, in UTF-16 units; 0 for every other outcome.</summary>
    public int Column { get; private init; }

    /// <summary>The limit that was exceeded; null for every other outcome.</summary>
    public ScriptLimit? Limit { get; private init; }

    /// <summary>The bound that was exceeded; 0 for every other outcome.</summary>
    public long Bound { get; private init; }

    internal static ScriptResult Completed(Value? value, ScriptBill bill) => new(ScriptOutcome.Completed, bill) { Value = value };

    internal static ScriptResult Threw(string message, int line, int column, ScriptBill bill)
        => new(ScriptOutcome.Threw, bill) { Message = message, Line = line, Column = column };

    internal static ScriptResult LimitExceeded(ScriptLimit limit, long bound, string message, ScriptBill bill)
        => new(ScriptOutcome.LimitExceeded, bill) { Limit = limit, Bound = bound, Message = message };

    internal static ScriptResult TimedOut(string message, ScriptBill bill) => new(ScriptOutcome.TimedOut, bill) { Message = message };
}
