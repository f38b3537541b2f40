namespace TopGun.Scripting.Regex;

/// <summary>A compiled regular expression. Immutable, and shared by all objects made of it.</summary>
internal sealed class RegexProgram(string source, RegexFlags flags, RegexInstruction[] instructions, string?[] groupNames)
{
    public string Source { get; } = source;

    public RegexFlags Flags { get; } = flags;

    public RegexInstruction[] Instructions { get; } = instructions;

    /// <summary>The name of each group, null where it has none; the whole match is the first.</summary>
    public string?[] GroupNames { get; } = groupNames;

    public bool Has(RegexFlags flag) => (Flags & flag) != 0;
}
