namespace TopGun.Scripting.Regex;

/// <summary>Runs one program over texts, following all paths at once: the time is the text's length times the program's, always.</summary>
/// <remarks>
/// The first path by priority that matches is the one that backtracking would find, so captures are what
/// people expect. Belongs to one run.
/// </remarks>
internal sealed class RegexMatcher
{
    // Visiting four instructions takes about as long as a step elsewhere.
    private const int VisitsPerStep = 4;

    private readonly RegexProgram _program;
    private readonly RegexInstruction[] _instructions;
    private readonly Meter _meter;
    private readonly int _slots;
    private readonly Threads _first;
    private readonly Threads _second;
    private readonly int[] _captures;
    private readonly Stack<(int Instruction, int Slot, int Old)> _pending = new();
    private long _visits;

    public RegexMatcher(RegexProgram program, Meter meter)
    {
        _program = program;
        _instructions = program.Instructions;
        _meter = meter;
        _slots = program.GroupNames.Length * 2;
        _first = new Threads(_instructions.Length, _slots);
        _second = new Threads(_instructions.Length, _slots);
        _captures = new int[_slots];
    }

    /// <summary>What a matcher of a program takes, in bytes, with its threads and their captures.</summary>
    public static long BytesFor(RegexProgram program) => 200 + (program.Instructions.Length * (24L + (8L * 2 * program.GroupNames.Length)));

    /// <summary>Finds the first match at or behind a position.</summary>
    /// <returns>Where each group starts and ends, -1 for those that took no part; null when nothing matches.</returns>
    public int[]? Match(string text, int start, bool onlyAtStart)
    {
        var now = _first;
        var next = _second;
        now.Clear();
        next.Clear();
        int[]? found = null;
        var unicode = _program.Has(RegexFlags.Unicode);
        for (var at = start; ;)
        {
            if (found is null && (at == start || !onlyAtStart))
            {
                Array.Fill(_captures, -1);
                Follow(now, 0, text, at);
            }
            if (now.Count == 0 && (found is not null || onlyAtStart)) break;
            var width = 1;
            int c = -1;
            if (at < text.Length)
            {
                c = text[at];
                if (unicode && at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]))
                {
                    c = char.ConvertToUtf32(text[at], text[at + 1]);
                    width = 2;
                }
            }
            for (var i = 0; i < now.Count; i++)
            {
                var instruction = now.InstructionAt(i);
                ref var op = ref _instructions[instruction];
                _visits += op.Cost;
                if (op.Op == RegexOp.Match)
                {
                    // All paths behind this one have lower priority.
                    found = now.CapturesAt(i).ToArray();
                    break;
                }
                if (c < 0 || !op.Set!.Contains(c)) continue;
                now.CapturesAt(i).CopyTo(_captures);
                Follow(next, instruction + 1, text, at + width);
            }
            Charge();
            if (at >= text.Length) break;
            at += width;
            (now, next) = (next, now);
            next.Clear();
        }
        return found;
    }

    // Adds every instruction that takes a character and can be reached from one without taking any, by priority.
    private void Follow(Threads threads, int from, string text, int at)
    {
        _pending.Push((from, -1, 0));
        while (_pending.TryPop(out var pending))
        {
            if (pending.Slot >= 0)
            {
                _captures[pending.Slot] = pending.Old;
                continue;
            }
            var instruction = pending.Instruction;
            _visits++;
            if (!threads.TryVisit(instruction)) continue;
            ref var op = ref _instructions[instruction];
            switch (op.Op)
            {
                case RegexOp.Jump: _pending.Push((op.X, -1, 0)); break;
                case RegexOp.Split:
                    _pending.Push((op.Y, -1, 0));
                    _pending.Push((op.X, -1, 0));
                    break;
                case RegexOp.Save:
                    SetSlot(op.X, at);
                    _pending.Push((instruction + 1, -1, 0));
                    break;
                case RegexOp.Forget:
                    _visits += op.Y - op.X;
                    for (var slot = op.X; slot < op.Y; slot++) SetSlot(slot, -1);
                    _pending.Push((instruction + 1, -1, 0));
                    break;
                case RegexOp.LineStart or RegexOp.LineEnd or RegexOp.WordBoundary or RegexOp.NoWordBoundary:
                    if (Holds(op.Op, text, at)) _pending.Push((instruction + 1, -1, 0));
                    break;
                default:
                    _visits += _slots >> 2;
                    threads.Add(instruction, _captures);
                    break;
            }
        }
    }

    private void SetSlot(int slot, int value)
    {
        _pending.Push((0, slot, _captures[slot]));
        _captures[slot] = value;
    }

    private bool Holds(RegexOp op, string text, int at) => op switch
    {
        RegexOp.LineStart => at == 0 || (_program.Has(RegexFlags.Multiline) && Whitespace.IsLineEnd(text[at - 1])),
        RegexOp.LineEnd => at == text.Length || (_program.Has(RegexFlags.Multiline) && Whitespace.IsLineEnd(text[at])),
        _ => (IsWord(text, at - 1) != IsWord(text, at)) == (op == RegexOp.WordBoundary),
    };

    private static bool IsWord(string text, int at) => at >= 0 && at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_');

    private void Charge()
    {
        _meter.Steps(1 + (_visits / VisitsPerStep));
        _visits %= VisitsPerStep;
    }

    /// <summary>The paths that are alive at one position, by priority, each with its captures.</summary>
    private sealed class Threads(int size, int slots)
    {
        private readonly int[] _order = new int[size];
        private readonly int[] _captures = new int[size * slots];
        private readonly int[] _visited = new int[size];
        private int _round = 1;

        public int Count { get; private set; }

        public void Clear()
        {
            Count = 0;
            _round++;
        }

        public bool TryVisit(int instruction)
        {
            if (_visited[instruction] == _round) return false;
            _visited[instruction] = _round;
            return true;
        }

        public void Add(int instruction, int[] captures)
        {
            captures.CopyTo(_captures, Count * slots);
            _order[Count++] = instruction;
        }

        public int InstructionAt(int place) => _order[place];

        public ReadOnlySpan<int> CapturesAt(int place) => _captures.AsSpan(place * slots, slots);
    }
}
