using System.Globalization;

namespace TopGun.Scripting.Regex;

/// <summary>Parses the pattern of a regular expression, and refuses what cannot be matched in linear time.</summary>
internal sealed class RegexParser(string pattern, RegexFlags flags)
{
    /// <summary>How deep groups may nest: parser and compiler recurse.</summary>
    private const int MaxDepth = 40;

    private const int MaxGroups = 100;

    private readonly List<string?> _groupNames = [null];
    private readonly bool _unicode = (flags & RegexFlags.Unicode) != 0;
    private int _at;
    private int _depth;

    public string?[] GroupNames => [.. _groupNames];

    public RegexNode Parse()
    {
        var node = ParseAlternatives();
        if (_at < pattern.Length) throw Error(_at, "Unmatched ')'.");
        return node;
    }

    private RegexNode ParseAlternatives()
    {
        if (++_depth > MaxDepth) throw Error(_at, $"Groups nest more than {MaxDepth} levels deep.");
        var choices = new List<RegexNode> { ParseSequence() };
        while (_at < pattern.Length && pattern[_at] == '|')
        {
            _at++;
            choices.Add(ParseSequence());
        }
        _depth--;
        return choices.Count == 1 ? choices[0] : new RegexNode.Alternatives(choices);
    }

    private RegexNode ParseSequence()
    {
        var parts = new List<RegexNode>();
        while (_at < pattern.Length && pattern[_at] is not ('|' or ')'))
        {
            var firstGroup = _groupNames.Count;
            var part = ParseAtom();
            parts.Add(ParseQuantifier(part, firstGroup));
        }
        return parts.Count == 1 ? parts[0] : new RegexNode.Sequence(parts);
    }

    private RegexNode ParseQuantifier(RegexNode part, int firstGroup)
    {
        if (_at >= pattern.Length) return part;
        var start = _at;
        int min, max;
        switch (pattern[_at])
        {
            case '*': (min, max) = (0, -1); break;
            case '+': (min, max) = (1, -1); break;
            case '?': (min, max) = (0, 1); break;
            case '{' when TryParseCounts(out min, out max): break;
            case '{' when _unicode: throw Error(_at, "Lone '{'.");
            default: return part;
        }
        if (pattern[start] != '{') _at++;
        if (part is RegexNode.Assertion) throw Error(start, "Nothing to repeat.");
        if (max >= 0 && max < min) throw Error(start, "Numbers out of order in the repetition.");
        var greedy = true;
        if (_at < pattern.Length && pattern[_at] == '?')
        {
            greedy = false;
            _at++;
        }
        if (_at < pattern.Length && (pattern[_at] is '*' or '+' or '?')) throw Error(_at, "Nothing to repeat.");
        return new RegexNode.Repeat(part, min, max, greedy, firstGroup, _groupNames.Count);
    }

    // Leaves the position behind the braces, or where it was.
    private bool TryParseCounts(out int min, out int max)
    {
        var at = _at + 1;
        max = 0;
        if (!TryParseCount(ref at, out min)) return false;
        max = min;
        if (at < pattern.Length && pattern[at] == ',')
        {
            at++;
            max = -1;
            if (at < pattern.Length && pattern[at] != '}' && !TryParseCount(ref at, out max)) return false;
        }
        if (at >= pattern.Length || pattern[at] != '}') return false;
        _at = at + 1;
        return true;
    }

    private bool TryParseCount(ref int at, out int count)
    {
        var start = at;
        long value = 0;
        while (at < pattern.Length && char.IsAsciiDigit(pattern[at])) value = Math.Min(1_000_000, (value * 10) + (pattern[at++] - '0'));
        count = (int)value;
        return at > start;
    }

    private RegexNode ParseAtom()
    {
        var start = _at;
        var c = pattern[_at++];
        switch (c)
        {
            case '^': return new RegexNode.Assertion(RegexOp.LineStart);
            case '$': return new RegexNode.Assertion(RegexOp.LineEnd);
            case '.':
                if ((flags & RegexFlags.DotAll) != 0) return new RegexNode.One(CharSet.Of(0, 0x10FFFF));
                var any = CharSet.LineEnds();
                any.Negated = true;
                return new RegexNode.One(any);
            case '(': return ParseGroup(start);
            case '[': return new RegexNode.One(ParseClass(start));
            case '\\': return ParseEscape(start);
            case '*' or '+' or '?': throw Error(start, "Nothing to repeat.");
            case '{':
                _at = start;
                if (_unicode || TryParseCounts(out _, out _)) throw Error(start, "Nothing to repeat.");
                _at = start + 1;
                return Single('{');
            case ']' or '}' when _unicode: throw Error(start, $"Lone '{c}'.");
            default:
                _at = start;
                return Single(TakeCodePoint());
        }
    }

    private RegexNode ParseGroup(int start)
    {
        var number = 0;
        if (_at < pattern.Length && pattern[_at] == '?')
        {
            var rest = pattern.AsSpan(_at);
            if (rest.StartsWith("?:")) _at += 2;
            else if (rest.StartsWith("?=") || rest.StartsWith("?!")) throw Error(start, "Lookahead is not part of the language: it cannot be matched in linear time.");
            else if (rest.StartsWith("?<=") || rest.StartsWith("?<!")) throw Error(start, "Lookbehind is not part of the language: it cannot be matched in linear time.");
            else if (rest.StartsWith("?<"))
            {
                var end = pattern.IndexOf('>', _at);
                var name = end < 0 ? "" : pattern[(_at + 2)..end];
                if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(part => char.IsLetterOrDigit(part) || part is '$' or '_')) throw Error(start, "Invalid name of a group.");
                if (_groupNames.Contains(name)) throw Error(start, $"The name '{name}' is given to two groups.");
                _at = end + 1;
                number = AddGroup(name, start);
            }
            else throw Error(start, "Invalid group.");
        }
        else number = AddGroup(null, start);
        var inner = ParseAlternatives();
        if (_at >= pattern.Length) throw Error(start, "Unterminated group.");
        _at++;
        return number == 0 ? inner is RegexNode.Assertion ? new RegexNode.Sequence([inner]) : inner : new RegexNode.Group(number, inner);
    }

    private int AddGroup(string? name, int start)
    {
        if (_groupNames.Count > MaxGroups) throw Error(start, $"More than {MaxGroups} groups.");
        _groupNames.Add(name);
        return _groupNames.Count - 1;
    }

    private RegexNode ParseEscape(int start)
    {
        if (_at >= pattern.Length) throw Error(start, "'\\' at the end of the pattern.");
        var c = pattern[_at];
        switch (c)
        {
            case 'b':
                _at++;
                return new RegexNode.Assertion(RegexOp.WordBoundary);
            case 'B':
                _at++;
                return new RegexNode.Assertion(RegexOp.NoWordBoundary);
            case >= '1' and <= '9': throw Error(start, "Backreferences are not part of the language: they cannot be matched in linear time.");
            case 'k': throw Error(start, "Backreferences are not part of the language: they cannot be matched in linear time.");
        }
        return TryParseSetEscape(start) is { } set ? new RegexNode.One(Cased(set)) : Single(ParseCharacterEscape(start));
    }

    // \d, \w, \s, \p{...} and their opposites; null for any other escape.
    private CharSet? TryParseSetEscape(int start)
    {
        var c = pattern[_at];
        CharSet? set = (char)(c | 32) switch
        {
            'd' => CharSet.Digits(),
            'w' => CharSet.WordCharacters(),
            's' => CharSet.WhiteSpace(),
            'p' when _unicode => ParseProperty(start),
            _ => null,
        };
        if (set is null) return null;
        if (c is not ('p' or 'P')) _at++;
        set.Negated = char.IsAsciiLetterUpper(c);
        return set;
    }

    private CharSet ParseProperty(int start)
    {
        var end = pattern.IndexOf('}', _at);
        if (_at + 1 >= pattern.Length || pattern[_at + 1] != '{' || end < 0) throw Error(start, "Invalid property name.");
        var name = pattern[(_at + 2)..end];
        _at = end + 1;
        if (name.StartsWith("General_Category=", StringComparison.Ordinal)) name = name["General_Category=".Length..];
        else if (name.StartsWith("gc=", StringComparison.Ordinal)) name = name["gc=".Length..];
        if (name == "Any") return CharSet.Of(0, 0x10FFFF);
        if (name == "ASCII") return CharSet.Of(0, 127);
        var set = new CharSet();
        set.AddCategories(CategoryNames.Find(name) ?? throw Error(start, $"The property '{name}' is not known; the general categories are, such as L or Lu."), negated: false);
        return set;
    }

    private int ParseCharacterEscape(int start)
    {
        var c = pattern[_at++];
        switch (c)
        {
            case 'n': return '\n';
            case 't': return '\t';
            case 'r': return '\r';
            case 'f': return '\f';
            case 'v': return '\v';
            case '0' when _at >= pattern.Length || !char.IsAsciiDigit(pattern[_at]): return 0;
            case '0': throw Error(start, "Octal escapes are not part of the language.");
            case 'c' when _at < pattern.Length && char.IsAsciiLetter(pattern[_at]): return pattern[_at++] & 31;
            case 'x' when TryParseHex(2, out var code): return code;
            case 'u': return ParseUnicodeEscape(start);
        }
        if (_unicode ? !"^$\\.*+?()[]{}|/-".Contains(c) : char.IsAsciiLetterOrDigit(c)) throw Error(start, $"Unknown escape '\\{c}'.");
        return c;
    }

    private int ParseUnicodeEscape(int start)
    {
        if (_at < pattern.Length && pattern[_at] == '{' && _unicode)
        {
            var end = pattern.IndexOf('}', _at);
            if (end < 0 || end - _at is < 2 or > 9
                || !int.TryParse(pattern.AsSpan(_at + 1, end - _at - 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var codePoint)
                || codePoint is < 0 or > 0x10FFFF)
                throw Error(start, "Invalid Unicode escape.");
            _at = end + 1;
            return codePoint;
        }
        if (!TryParseHex(4, out var unit)) throw Error(start, "Invalid Unicode escape.");
        if (!_unicode || !char.IsHighSurrogate((char)unit) || _at + 1 >= pattern.Length || pattern[_at] != '\\' || pattern[_at + 1] != 'u') return unit;
        var back = _at;
        _at += 2;
        if (TryParseHex(4, out var low) && char.IsLowSurrogate((char)low)) return char.ConvertToUtf32((char)unit, (char)low);
        _at = back;
        return unit;
    }

    private bool TryParseHex(int length, out int value)
    {
        value = 0;
        if (_at + length > pattern.Length || !int.TryParse(pattern.AsSpan(_at, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)) return false;
        _at += length;
        return true;
    }

    private CharSet ParseClass(int start)
    {
        var set = new CharSet();
        if (_at < pattern.Length && pattern[_at] == '^')
        {
            set.Negated = true;
            _at++;
        }
        while (true)
        {
            if (_at >= pattern.Length) throw Error(start, "Unterminated character class.");
            if (pattern[_at] == ']') break;
            var (first, firstSet) = ParseClassAtom();
            if (_at + 1 < pattern.Length && pattern[_at] == '-' && pattern[_at + 1] != ']')
            {
                _at++;
                var (last, lastSet) = ParseClassAtom();
                if (firstSet is null && lastSet is null)
                {
                    if (first > last) throw Error(start, "Range out of order in the character class.");
                    set.Add(first, last);
                    continue;
                }
                if (_unicode) throw Error(start, "Invalid character class.");
                set.Add('-', '-');
                AddTo(set, last, lastSet);
            }
            AddTo(set, first, firstSet);
        }
        _at++;
        return Cased(set);

        static void AddTo(CharSet target, int c, CharSet? inner)
        {
            if (inner is null) target.Add(c, c);
            else target.Add(inner);
        }
    }

    private (int Character, CharSet? Set) ParseClassAtom()
    {
        if (_at >= pattern.Length) throw Error(_at, "Unterminated character class.");
        if (pattern[_at] != '\\') return (TakeCodePoint(), null);
        var start = _at++;
        if (_at >= pattern.Length) throw Error(start, "'\\' at the end of the pattern.");
        if (pattern[_at] == 'b')
        {
            _at++;
            return ('\b', null);
        }
        if (pattern[_at] is >= '1' and <= '9') throw Error(start, "Octal escapes are not part of the language.");
        return TryParseSetEscape(start) is { } set ? (0, set) : (ParseCharacterEscape(start), null);
    }

    private int TakeCodePoint()
    {
        if (_unicode && _at + 1 < pattern.Length && char.IsSurrogatePair(pattern[_at], pattern[_at + 1]))
        {
            _at += 2;
            return char.ConvertToUtf32(pattern[_at - 2], pattern[_at - 1]);
        }
        return pattern[_at++];
    }

    private RegexNode.One Single(int c) => new(Cased(CharSet.Of(c, c)));

    private CharSet Cased(CharSet set) => (flags & RegexFlags.IgnoreCase) != 0 ? set.IgnoringCase(_unicode) : set;

    private static RegexSyntaxException Error(int position, string message) => new(message, position);
}
