namespace TopGun.Scripting;

/// <summary>What one run of a script may use up. Going beyond ends the run; the script cannot catch it.</summary>
/// <remarks>Immutable. <see cref="Validate"/> names every number that is out of its range.</remarks>
public sealed record ScriptLimits
{
    /// <summary>Every limit at its default.</summary>
    public static ScriptLimits Default { get; } = new();

    /// <summary>How many steps a run may take: operations, calls, rounds of loops, and the work inside built-ins by its size.</summary>
    /// <value>100,000 by default; 1,000 to 100,000,000. A step takes some ten nanoseconds, a step of the worst kind one microsecond.</value>
    public long Steps { get; init; } = 100_000;

    /// <summary>How many bytes a run may allocate, all told; what it drops again still counts.</summary>
    /// <value>8 MiB by default; 64 KiB to 1 GiB.</value>
    public long Bytes { get; init; } = 8 << 20;

    /// <summary>How deep calls may nest: of functions, getters, conversions, callbacks, and levels of JSON.</summary>
    /// <value>128 by default; 8 to 256. Nested expressions count too, see <see cref="Meter.MaxNesting"/>, so that the stack of the host holds.</value>
    public int CallDepth { get; init; } = 128;

    /// <summary>How large a result may be: two bytes for each character of a text or name, eight for every value.</summary>
    /// <value>1 MiB by default; 1 KiB to 64 MiB. A member of the result that is an origin of the context, unchanged, is free.</value>
    public long ResultBytes { get; init; } = 1 << 20;

    /// <summary>After how much time the watchdog ends a run. This is for machines in trouble: the other limits come first on sound ones.</summary>
    /// <value>250 ms by default; 10 ms to 1 min.</value>
    public TimeSpan Watchdog { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Names every limit that is out of its range, with its value and bounds; empty when all is well.</summary>
    public IReadOnlyList<string> Validate()
    {
        var problems = new List<string>();
        foreach (var (name, value, min, max) in Ranges)
            if (value < min || value > max) problems.Add($"{name} is {value:N0}; it must be {min:N0} to {max:N0}.");
        return problems;
    }

    private (string Name, long Value, long Min, long Max)[] Ranges =>
    [
        (nameof(Steps), Steps, 1_000, 100_000_000),
        (nameof(Bytes), Bytes, 64 << 10, 1 << 30),
        (nameof(CallDepth), CallDepth, 8, 256),
        (nameof(ResultBytes), ResultBytes, 1 << 10, 64 << 20),
        ($"{nameof(Watchdog)} in milliseconds", (long)Watchdog.TotalMilliseconds, 10, 60_000),
    ];

    internal void ThrowIfInvalid()
    {
        // The defaults are what most runs have, and runs are short.
        if (ReferenceEquals(this, Default)) return;
        var problems = Validate();
        if (problems.Count > 0) throw new ArgumentException(string.Join(' ', problems));
    }
}
