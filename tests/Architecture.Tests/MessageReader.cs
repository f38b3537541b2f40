using System.Text;
using System.Text.RegularExpressions;

namespace TopGun.Architecture.Tests;

/// <summary>Finds the texts in C#: plain ones, those with values in them, and those inside of these.</summary>
internal sealed partial class MessageReader
{
    private readonly string _source;
    private readonly List<MessageTemplate> _found = [];
    private int _at;

    private MessageReader(string source) => _source = source;

    public static IReadOnlyList<MessageTemplate> Read(string source)
    {
        var reader = new MessageReader(source);
        reader.ReadCode(isHole: false);
        return reader._found;
    }

    // Up to the end, or to the brace that ends the hole.
    private void ReadCode(bool isHole)
    {
        for (var depth = 0; _at < _source.Length;)
        {
            if (Ahead("//") && !isHole) Pass('\n');
            else if (Ahead("/*")) _at = _source.IndexOf("*/", _at, StringComparison.Ordinal) + 2;
            else if (_source[_at] == '\'') _at = _source.IndexOf('\'', _at + (_source[_at + 1] == '\\' ? 3 : 2)) + 1;
            else if (_source[_at] == '"') ReadText();
            else if (_source[_at] == '}' && isHole && depth-- == 0) break;
            else if (_source[_at++] == '{') depth++;
        }
    }

    private void ReadText()
    {
        var start = _at;
        while (start > 0 && _source[start - 1] is '$' or '@') start--;
        var (hasHoles, isVerbatim) = (_source.AsSpan(start, _at - start).Contains('$'), _source.AsSpan(start, _at - start).Contains('@'));
        var quotes = 1;
        while (Ahead(new string('"', quotes + 1))) quotes++;
        if (quotes > 2)
        {
            // What is quoted raw is SQL or JSON and no message; it is passed.
            _at = _source.IndexOf(new string('"', quotes), _at + quotes, StringComparison.Ordinal) + quotes;
            return;
        }

        _at++;
        var text = new StringBuilder();
        while (_source[_at] != '"' || (isVerbatim && Ahead("\"\"")))
        {
            if (_source[_at] == '\\' && !isVerbatim) _at++;
            else if (_source[_at] == '"' || (hasHoles && (Ahead("{{") || Ahead("}}")))) _at++;
            else if (hasHoles && _source[_at] == '{')
            {
                _at++;
                ReadCode(isHole: true);
                _at++;
                text.Append(MessageTemplate.Hole);
                continue;
            }
            else if (!hasHoles && LogHole().Match(_source, _at) is { Success: true } hole)
            {
                _at += hole.Length;
                text.Append(MessageTemplate.Hole);
                continue;
            }

            text.Append(_source[_at++]);
        }

        _at++;
        _found.Add(new MessageTemplate(text.ToString()));
    }

    private bool Ahead(string text) => string.CompareOrdinal(_source, _at, text, 0, text.Length) == 0;

    private void Pass(char last) => _at = _source.IndexOf(last, _at) is >= 0 and var end ? end + 1 : _source.Length;

    // A value of a log message.
    [GeneratedRegex(@"\G\{[A-Za-z]+\}")]
    private static partial Regex LogHole();
}
