using System.Globalization;
using System.Text;
using TopGun.Scripting.Numbers;

namespace TopGun.Scripting.Parsing;

/// <summary>Cuts a source text into tokens. The parser says where a slash starts a regular expression and a brace ends a substitution.</summary>
internal sealed class Lexer(SourceText source)
{
    private static readonly HashSet<string> Keywords =
    [
        "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else", "enum", "export", "extends",
        "false", "finally", "for", "function", "if", "implements", "import", "in", "instanceof", "interface", "let", "new", "null", "package",
        "private", "protected", "public", "return", "static", "super", "switch", "this", "throw", "true", "try", "typeof", "var", "void", "while",
        "with", "yield",
    ];

    // Longest first, so that the first that fits is the token.
    private static readonly string[] Punctuators =
    [
        ">>>=", "...", "===", "!==", "**=", "<<=", ">>=", ">>>", "&&=", "||=", "??=", "=>", "==", "!=", "<=", ">=", "&&", "||", "??", "?.", "++", "--",
        "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<", ">>", "**", "{", "}", "(", ")", "[", "]", ";", ",", "<", ">", "+", "-", "*", "/", "%", "&",
        "|", "^", "!", "~", "?", ":", "=", ".",
    ];

    private readonly string _text = source.Text;
    private readonly Dictionary<string, string> _names = [];
    private int _at;

    /// <summary>Where the next token is looked for; the parser sets it back to look ahead.</summary>
    public int Position
    {
        get => _at;
        set => _at = value;
    }

    public Token Next()
    {
        var newLine = SkipBlank();
        var start = _at;
        if (start >= _text.Length) return new Token(TokenKind.End, "end of the script", start, start, newLine);
        var c = _text[start];
        if (IsNameStart(start) || c == '\\') return ReadName(start, newLine, TokenKind.Name);
        if (c == '#')
        {
            _at++;
            if (_at >= _text.Length || (!IsNameStart(_at) && _text[_at] != '\\')) throw source.Error(start, "A '#' must be followed by the name of a private member.");
            return ReadName(start, newLine, TokenKind.PrivateName);
        }
        if (char.IsAsciiDigit(c) || (c == '.' && start + 1 < _text.Length && char.IsAsciiDigit(_text[start + 1]))) return ReadNumber(start, newLine);
        if (c is '"' or '\'') return ReadText(start, c, newLine);
        if (c == '`')
        {
            _at++;
            return new Token(TokenKind.Template, "`", start, _at, newLine);
        }
        foreach (var punctuator in Punctuators)
        {
            if (string.CompareOrdinal(_text, start, punctuator, 0, punctuator.Length) != 0) continue;
            // a?.5:1 is a conditional.
            if (punctuator == "?." && start + 2 < _text.Length && char.IsAsciiDigit(_text[start + 2])) continue;
            _at += punctuator.Length;
            return new Token(TokenKind.Punctuator, punctuator, start, _at, newLine);
        }
        throw source.Error(start, $"Unexpected character '{Printable(c)}'.");
    }

    /// <summary>Reads a regular expression whose slash is at <paramref name="start"/>.</summary>
    public (string Pattern, string Flags, int End) ReadRegex(int start)
    {
        var at = start + 1;
        var inClass = false;
        for (; ; at++)
        {
            if (at >= _text.Length || Whitespace.IsLineEnd(_text[at])) throw source.Error(start, "The regular expression has no end.");
            var c = _text[at];
            if (c == '\\') at++;
            else if (c == '[') inClass = true;
            else if (c == ']') inClass = false;
            else if (c == '/' && !inClass) break;
            if (at >= _text.Length || Whitespace.IsLineEnd(_text[at])) throw source.Error(start, "The regular expression has no end.");
        }
        var flags = at + 1;
        while (flags < _text.Length && IsNamePart(flags)) flags++;
        _at = flags;
        return (_text[(start + 1)..at], _text[(at + 1)..flags], flags);
    }

    /// <summary>Reads the part of a template from <paramref name="start"/> to its end or the next substitution.</summary>
    /// <returns>The text with escapes undone (null where an escape is not valid), the raw text, and whether the template ended.</returns>
    public (string? Cooked, string Raw, bool Last) ReadTemplatePart(int start)
    {
        var cooked = new StringBuilder();
        var valid = true;
        var at = start;
        while (true)
        {
            if (at >= _text.Length) throw source.Error(start - 1, "The template has no end.");
            var c = _text[at];
            if (c == '`' || (c == '$' && at + 1 < _text.Length && _text[at + 1] == '{'))
            {
                _at = c == '`' ? at + 1 : at + 2;
                return (valid ? cooked.ToString() : null, _text[start..at].Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n'), c == '`');
            }
            if (c == '\\')
            {
                try
                {
                    at = ReadEscape(at, cooked);
                }
                catch (ScriptSyntaxException) when (at + 1 < _text.Length)
                {
                    valid = false;
                    at += 2;
                }
                continue;
            }
            if (c == '\r')
            {
                if (at + 1 < _text.Length && _text[at + 1] == '\n') at++;
                c = '\n';
            }
            cooked.Append(c);
            at++;
        }
    }

    private bool SkipBlank()
    {
        var newLine = false;
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (Whitespace.IsLineEnd(c))
            {
                newLine = true;
                _at++;
            }
            else if (Whitespace.Is(c)) _at++;
            else if (c == '/' && _at + 1 < _text.Length && _text[_at + 1] == '/')
            {
                while (_at < _text.Length && !Whitespace.IsLineEnd(_text[_at])) _at++;
            }
            else if (c == '/' && _at + 1 < _text.Length && _text[_at + 1] == '*')
            {
                var end = _text.IndexOf("*/", _at + 2, StringComparison.Ordinal);
                if (end < 0) throw source.Error(_at, "The comment has no end.");
                for (; _at < end; _at++) newLine |= Whitespace.IsLineEnd(_text[_at]);
                _at = end + 2;
            }
            else break;
        }
        return newLine;
    }

    private Token ReadName(int start, bool newLine, TokenKind kind)
    {
        var escaped = false;
        StringBuilder? decoded = null;
        while (_at < _text.Length)
        {
            if (_text[_at] == '\\')
            {
                escaped = true;
                decoded ??= new StringBuilder(_text, start, _at - start, 64);
                if (_at + 1 >= _text.Length || _text[_at + 1] != 'u') throw source.Error(_at, "Only \\u escapes are allowed in names.");
                var codePoint = ReadUnicodeEscape(_at, out var end);
                var first = decoded.Length == (kind == TokenKind.PrivateName ? 1 : 0);
                if (!(first ? IsStart(codePoint) : IsPart(codePoint))) throw source.Error(_at, "The escape is no character of a name.");
                decoded.Append(char.ConvertFromUtf32(codePoint));
                _at = end;
                continue;
            }
            if (!(_at == start ? IsNameStart(_at) : IsNamePart(_at))) break;
            var length = char.IsHighSurrogate(_text[_at]) ? 2 : 1;
            decoded?.Append(_text, _at, length);
            _at += length;
        }
        var name = Intern(decoded?.ToString() ?? _text[start.._at]);
        if (kind == TokenKind.Name && Keywords.Contains(name))
        {
            if (escaped) return new Token(TokenKind.Keyword, name, start, _at, newLine, Escaped: true);
            kind = TokenKind.Keyword;
        }
        return new Token(kind, name, start, _at, newLine, Escaped: escaped);
    }

    private Token ReadNumber(int start, bool newLine)
    {
        double value;
        if (_text[start] == '0' && start + 1 < _text.Length && (_text[start + 1] | 32) is 'x' or 'o' or 'b')
        {
            var radix = (_text[start + 1] | 32) switch { 'x' => 16, 'o' => 8, _ => 2 };
            _at = start + 2;
            var digits = ReadDigits(char.IsAsciiHexDigit);
            value = NumberParser.ParseRadix(digits, radix);
            if (double.IsNaN(value)) throw source.Error(start, $"'{_text[start.._at]}' is no number.");
        }
        else
        {
            if (_text[start] == '0' && start + 1 < _text.Length && (char.IsAsciiDigit(_text[start + 1]) || _text[start + 1] == '_'))
                throw source.Error(start, "Numbers do not start with a zero; octal ones start with 0o.");
            var number = new StringBuilder(ReadDigits(char.IsAsciiDigit));
            if (_at < _text.Length && _text[_at] == '.')
            {
                _at++;
                number.Append('.').Append(_at < _text.Length && char.IsAsciiDigit(_text[_at]) ? ReadDigits(char.IsAsciiDigit) : "0");
            }
            if (_at < _text.Length && _text[_at] is 'e' or 'E')
            {
                _at++;
                number.Append('e');
                if (_at < _text.Length && _text[_at] is '+' or '-') number.Append(_text[_at++]);
                var exponent = ReadDigits(char.IsAsciiDigit);
                if (exponent.Length == 0) throw source.Error(start, "The number has an exponent without digits.");
                number.Append(exponent);
            }
            value = double.Parse(number.Insert(0, '0').ToString(), NumberStyles.Float, CultureInfo.InvariantCulture);
        }
        if (_at < _text.Length && _text[_at] == 'n') throw source.Error(start, "BigInt is not part of the language.");
        if (_at < _text.Length && (IsNameStart(_at) || char.IsAsciiDigit(_text[_at]) || _text[_at] == '\\'))
            throw source.Error(_at, "A name must not follow a number immediately.");
        return new Token(TokenKind.Number, _text[start.._at], start, _at, newLine, value);
    }

    private string ReadDigits(Func<char, bool> isDigit)
    {
        var digits = new StringBuilder();
        while (_at < _text.Length && (isDigit(_text[_at]) || _text[_at] == '_'))
        {
            if (_text[_at] == '_')
            {
                if (digits.Length == 0 || _at + 1 >= _text.Length || !isDigit(_text[_at + 1])) throw source.Error(_at, "A separator must stand between two digits.");
            }
            else digits.Append(_text[_at]);
            _at++;
        }
        return digits.ToString();
    }

    private Token ReadText(int start, char quote, bool newLine)
    {
        var decoded = new StringBuilder();
        var at = start + 1;
        while (true)
        {
            if (at >= _text.Length || _text[at] is '\n' or '\r') throw source.Error(start, "The text has no end.");
            var c = _text[at];
            if (c == quote) break;
            if (c == '\\') at = ReadEscape(at, decoded);
            else
            {
                decoded.Append(c);
                at++;
            }
        }
        _at = at + 1;
        return new Token(TokenKind.Text, Intern(decoded.ToString()), start, _at, newLine);
    }

    // Returns where the escape ends.
    private int ReadEscape(int at, StringBuilder decoded)
    {
        if (at + 1 >= _text.Length) throw source.Error(at, "The text has no end.");
        var c = _text[at + 1];
        switch (c)
        {
            case 'n': decoded.Append('\n'); break;
            case 't': decoded.Append('\t'); break;
            case 'r': decoded.Append('\r'); break;
            case 'b': decoded.Append('\b'); break;
            case 'f': decoded.Append('\f'); break;
            case 'v': decoded.Append('\v'); break;
            case '\r': return at + 2 < _text.Length && _text[at + 2] == '\n' ? at + 3 : at + 2;
            case '\n' or '\u2028' or '\u2029': break;
            case 'x':
                if (at + 3 >= _text.Length || !char.IsAsciiHexDigit(_text[at + 2]) || !char.IsAsciiHexDigit(_text[at + 3]))
                    throw source.Error(at, "\\x must be followed by two hexadecimal digits.");
                decoded.Append((char)int.Parse(_text.AsSpan(at + 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                return at + 4;
            case 'u':
                var codePoint = ReadUnicodeEscape(at, out var end);
                if (codePoint > 0xFFFF) decoded.Append(char.ConvertFromUtf32(codePoint));
                else decoded.Append((char)codePoint);
                return end;
            case '0' when at + 2 >= _text.Length || !char.IsAsciiDigit(_text[at + 2]): decoded.Append('\0'); break;
            case >= '0' and <= '9': throw source.Error(at, "Octal escapes are not allowed in strict code.");
            default: decoded.Append(c); break;
        }
        return at + 2;
    }

    private int ReadUnicodeEscape(int at, out int end)
    {
        var first = at + 2;
        int last;
        if (first < _text.Length && _text[first] == '{')
        {
            last = _text.IndexOf('}', ++first);
            end = last + 1;
        }
        else
        {
            last = first + 4;
            end = last;
        }
        if (last < 0 || last > _text.Length || last == first || last - first > 12
            || !uint.TryParse(_text.AsSpan(first, last - first), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) || value > 0x10FFFF)
            throw source.Error(at, "\\u must be followed by four hexadecimal digits, or by a code point in braces.");
        return (int)value;
    }

    private bool IsNameStart(int at) => IsStart(CodePointAt(at));

    private bool IsNamePart(int at) => IsPart(CodePointAt(at));

    private int CodePointAt(int at) => at >= _text.Length ? -1
        : char.IsHighSurrogate(_text[at]) && at + 1 < _text.Length && char.IsLowSurrogate(_text[at + 1]) ? char.ConvertToUtf32(_text[at], _text[at + 1])
        : char.IsSurrogate(_text[at]) ? -1 : _text[at];

    private static bool IsStart(int codePoint)
    {
        if (codePoint < 128) return codePoint >= 0 && (char.IsAsciiLetter((char)codePoint) || codePoint is '$' or '_');
        if (codePoint is >= 0xD800 and <= 0xDFFF) return false;
        return CharUnicodeInfo.GetUnicodeCategory(codePoint) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
            or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber;
    }

    private static bool IsPart(int codePoint)
    {
        if (IsStart(codePoint)) return true;
        if (codePoint < 128) return codePoint >= 0 && char.IsAsciiDigit((char)codePoint);
        if (codePoint is >= 0xD800 and <= 0xDFFF) return false;
        return codePoint is 0x200C or 0x200D || CharUnicodeInfo.GetUnicodeCategory(codePoint) is UnicodeCategory.NonSpacingMark
            or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation;
    }

    private string Intern(string name)
    {
        if (_names.TryGetValue(name, out var same)) return same;
        _names.Add(name, name);
        return name;
    }

    private static string Printable(char c) => char.IsControl(c) || char.IsSurrogate(c) ? $"\\u{(int)c:X4}" : c.ToString();
}
