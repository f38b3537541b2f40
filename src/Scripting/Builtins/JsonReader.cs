using System.Globalization;

namespace TopGun.Scripting.Builtins;

/// <summary>Reads JSON (RFC 8259). How deep it may nest is the call depth's business.</summary>
internal sealed class JsonReader(Machine machine, string text)
{
    private readonly Meter _meter = machine.Meter;
    private int _at;

    public JsValue Read()
    {
        var value = ReadValue();
        SkipBlank();
        return _at == text.Length ? value : throw Unexpected();
    }

    private JsValue ReadValue()
    {
        SkipBlank();
        _meter.Step();
        if (_at >= text.Length) throw machine.SyntaxError("Unexpected end of JSON input");
        switch (text[_at])
        {
            case '{': return ReadObject();
            case '[': return ReadArray();
            case '"': return ReadText();
            case 't': return ReadWord("true", true);
            case 'f': return ReadWord("false", false);
            case 'n': return ReadWord("null", JsValue.Null);
            default: return ReadNumber();
        }
    }

    private JsObject ReadObject()
    {
        _meter.Enter(3);
        var made = machine.NewObject();
        _at++;
        SkipBlank();
        if (TryTake('}'))
        {
            _meter.Leave(3);
            return made;
        }
        while (true)
        {
            SkipBlank();
            if (_at >= text.Length || text[_at] != '"') throw Unexpected();
            var name = ReadText();
            var key = Conversion.ToKey(machine, name);
            SkipBlank();
            if (!TryTake(':')) throw Unexpected();
            made.DefineOwn(_meter, key, ReadValue());
            SkipBlank();
            if (TryTake(',')) continue;
            if (!TryTake('}')) throw Unexpected();
            _meter.Leave(3);
            return made;
        }
    }

    private JsArray ReadArray()
    {
        _meter.Enter(3);
        var made = machine.NewArray([]);
        _at++;
        SkipBlank();
        if (TryTake(']'))
        {
            _meter.Leave(3);
            return made;
        }
        while (true)
        {
            made.Add(machine, ReadValue());
            SkipBlank();
            if (TryTake(',')) continue;
            if (!TryTake(']')) throw Unexpected();
            _meter.Leave(3);
            return made;
        }
    }

    private string ReadText()
    {
        var start = ++_at;
        while (_at < text.Length && text[_at] is not ('"' or '\\') && text[_at] >= ' ') _at++;
        _meter.Scan(_at - start);
        if (_at < text.Length && text[_at] == '"') return Texts.Slice(machine, text, start, _at++);

        var built = new MeteredText(_meter);
        built.Append(text.AsSpan(start, _at - start));
        while (true)
        {
            if (_at >= text.Length) throw machine.SyntaxError("Unterminated string in JSON");
            var c = text[_at++];
            if (c == '"') return built.Build();
            if (c < ' ') throw machine.SyntaxError("Bad control character in string literal in JSON");
            built.Append(c == '\\' ? ReadEscape() : c);
        }
    }

    private char ReadEscape()
    {
        if (_at >= text.Length) throw machine.SyntaxError("Unterminated string in JSON");
        switch (text[_at++])
        {
            case '"': return '"';
            case '\\': return '\\';
            case '/': return '/';
            case 'b': return '\b';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'u' when _at + 4 <= text.Length && ushort.TryParse(text.AsSpan(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit):
                _at += 4;
                return (char)unit;
            default: throw machine.SyntaxError("Bad escaped character in JSON");
        }
    }

    private JsValue ReadNumber()
    {
        var start = _at;
        TryTake('-');
        if (_at < text.Length && text[_at] == '0') _at++;
        else if (!SkipDigits()) throw Unexpected();
        if (TryTake('.') && !SkipDigits()) throw Unexpected();
        if (_at < text.Length && text[_at] is 'e' or 'E')
        {
            _at++;
            if (_at < text.Length && text[_at] is '+' or '-') _at++;
            if (!SkipDigits()) throw Unexpected();
        }
        _meter.Scan(_at - start);
        return double.Parse(text.AsSpan(start, _at - start), NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    private JsValue ReadWord(string word, JsValue value)
    {
        if (string.CompareOrdinal(text, _at, word, 0, word.Length) != 0) throw Unexpected();
        _at += word.Length;
        return value;
    }

    private bool SkipDigits()
    {
        var start = _at;
        while (_at < text.Length && char.IsAsciiDigit(text[_at])) _at++;
        return _at > start;
    }

    private void SkipBlank()
    {
        var start = _at;
        while (_at < text.Length && text[_at] is ' ' or '\t' or '\n' or '\r') _at++;
        _meter.Scan(_at - start);
    }

    private bool TryTake(char c)
    {
        if (_at >= text.Length || text[_at] != c) return false;
        _at++;
        return true;
    }

    private JsThrow Unexpected() => _at >= text.Length
        ? machine.SyntaxError("Unexpected end of JSON input")
        : machine.SyntaxError($"Unexpected token '{text[_at]}' in JSON at position {_at}");
}
