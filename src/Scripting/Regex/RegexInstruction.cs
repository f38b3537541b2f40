namespace TopGun.Scripting.Regex;

/// <summary>One instruction of a compiled regular expression.</summary>
internal readonly record struct RegexInstruction(RegexOp Op, int X = 0, int Y = 0, CharSet? Set = null)
{
    /// <summary>What a visit costs; for most it is 1.</summary>
    public int Cost { get; } = Set?.Cost ?? 1;
}
