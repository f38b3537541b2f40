namespace TopGun.Scripting.Regex;

/// <summary>A part of a parsed regular expression.</summary>
internal abstract record RegexNode
{
    /// <summary>Takes one character.</summary>
    public sealed record One(CharSet Set) : RegexNode;

    /// <summary>Looks at the position and takes nothing.</summary>
    public sealed record Assertion(RegexOp Op) : RegexNode;

    public sealed record Sequence(IReadOnlyList<RegexNode> Parts) : RegexNode;

    public sealed record Alternatives(IReadOnlyList<RegexNode> Choices) : RegexNode;

    public sealed record Group(int Number, RegexNode Inner) : RegexNode;

    /// <summary>Repeats; <see cref="Max"/> is -1 for no end. The groups inside are numbered from FirstGroup up to and without EndGroup.</summary>
    public sealed record Repeat(RegexNode Inner, int Min, int Max, bool Greedy, int FirstGroup, int EndGroup) : RegexNode;
}
