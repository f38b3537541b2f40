namespace TopGun.Scripting.Parsing;

/// <summary>The text of a script, and where in it an offset is.</summary>
internal sealed class SourceText(string text)
{
    public string Text { get; } = text;

    /// <summary>The line and column of an offset, both from 1.</summary>
    public (int Line, int Column) Locate(int offset)
    {
        var line = 1;
        var lineStart = 0;
        for (var i = 0; i < offset && i < Text.Length; i++)
        {
            if (!Whitespace.IsLineEnd(Text[i])) continue;
            if (Text[i] == '\r' && i + 1 < Text.Length && Text[i + 1] == '\n') continue;
            line++;
            lineStart = i + 1;
        }
        return (line, offset - lineStart + 1);
    }

    public ScriptSyntaxException Error(int offset, string message)
    {
        var (line, column) = Locate(offset);
        return new ScriptSyntaxException(message, line, column);
    }
}
