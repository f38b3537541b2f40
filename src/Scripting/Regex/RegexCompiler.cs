namespace TopGun.Scripting.Regex;

/// <summary>Compiles a parsed regular expression for a machine that follows all its paths at once (Thompson 1968, Pike 1987).</summary>
internal sealed class RegexCompiler
{
    /// <summary>How long a program may be: a step through a text may visit every instruction once.</summary>
    private const int MaxInstructions = 5_000;

    private readonly List<RegexInstruction> _instructions = [];

    private RegexCompiler()
    {
    }

    public static RegexProgram Compile(string pattern, string flagText)
    {
        var flags = ParseFlags(flagText, pattern.Length);
        var parser = new RegexParser(pattern, flags);
        var node = parser.Parse();
        var compiler = new RegexCompiler();
        compiler.Emit(new RegexInstruction(RegexOp.Save, 0));
        compiler.Emit(node);
        compiler.Emit(new RegexInstruction(RegexOp.Save, 1));
        compiler.Emit(new RegexInstruction(RegexOp.Match));
        return new RegexProgram(pattern, flags, [.. compiler._instructions], parser.GroupNames);
    }

    private static RegexFlags ParseFlags(string text, int position)
    {
        var flags = RegexFlags.None;
        foreach (var c in text)
        {
            var flag = c switch
            {
                'g' => RegexFlags.Global,
                'i' => RegexFlags.IgnoreCase,
                'm' => RegexFlags.Multiline,
                's' => RegexFlags.DotAll,
                'u' => RegexFlags.Unicode,
                'y' => RegexFlags.Sticky,
                _ => throw new RegexSyntaxException($"Invalid flag '{c}'; known are g, i, m, s, u and y.", position),
            };
            if ((flags & flag) != 0) throw new RegexSyntaxException($"The flag '{c}' is given twice.", position);
            flags |= flag;
        }
        return flags;
    }

    private void Emit(RegexNode node)
    {
        switch (node)
        {
            case RegexNode.One one: Emit(new RegexInstruction(RegexOp.Set, Set: one.Set)); break;
            case RegexNode.Assertion assertion: Emit(new RegexInstruction(assertion.Op)); break;
            case RegexNode.Sequence sequence:
                foreach (var part in sequence.Parts) Emit(part);
                break;
            case RegexNode.Alternatives alternatives: EmitAlternatives(alternatives.Choices); break;
            case RegexNode.Group group:
                Emit(new RegexInstruction(RegexOp.Save, group.Number * 2));
                Emit(group.Inner);
                Emit(new RegexInstruction(RegexOp.Save, (group.Number * 2) + 1));
                break;
            case RegexNode.Repeat repeat: EmitRepeat(repeat); break;
        }
    }

    private void EmitAlternatives(IReadOnlyList<RegexNode> choices)
    {
        var exits = new List<int>();
        for (var i = 0; i < choices.Count; i++)
        {
            if (i == choices.Count - 1)
            {
                Emit(choices[i]);
                break;
            }
            var split = Emit(default(RegexInstruction));
            Emit(choices[i]);
            exits.Add(Emit(default(RegexInstruction)));
            _instructions[split] = new RegexInstruction(RegexOp.Split, split + 1, _instructions.Count);
        }
        foreach (var exit in exits) _instructions[exit] = new RegexInstruction(RegexOp.Jump, _instructions.Count);
    }

    // x{2,4} becomes x x (x (x)?)?, and x{2,} becomes x x x*.
    private void EmitRepeat(RegexNode.Repeat repeat)
    {
        for (var i = 0; i < repeat.Min; i++) EmitRound(repeat);
        if (repeat.Max < 0)
        {
            var split = Emit(default(RegexInstruction));
            EmitRound(repeat);
            Emit(new RegexInstruction(RegexOp.Jump, split));
            _instructions[split] = Split(repeat.Greedy, split + 1, _instructions.Count);
            return;
        }
        var splits = new List<int>();
        for (var i = repeat.Min; i < repeat.Max; i++)
        {
            splits.Add(Emit(default(RegexInstruction)));
            EmitRound(repeat);
        }
        foreach (var split in splits) _instructions[split] = Split(repeat.Greedy, split + 1, _instructions.Count);
    }

    private void EmitRound(RegexNode.Repeat repeat)
    {
        if (repeat.EndGroup > repeat.FirstGroup) Emit(new RegexInstruction(RegexOp.Forget, repeat.FirstGroup * 2, repeat.EndGroup * 2));
        Emit(repeat.Inner);
    }

    private static RegexInstruction Split(bool greedy, int inside, int behind)
        => greedy ? new RegexInstruction(RegexOp.Split, inside, behind) : new RegexInstruction(RegexOp.Split, behind, inside);

    private int Emit(RegexInstruction instruction)
    {
        if (_instructions.Count >= MaxInstructions)
            throw new RegexSyntaxException($"With its repetitions written out the pattern takes more than {MaxInstructions:N0} instructions.", 0);
        _instructions.Add(instruction);
        return _instructions.Count - 1;
    }
}
