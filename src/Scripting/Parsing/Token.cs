namespace TopGun.Scripting.Parsing;

/// <summary>One token of a source text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text with escapes undone; for a punctuator its spelling.</param>
/// <param name="Start">Where it starts, as an offset.</param>
/// <param name="End">Where the next character is.</param>
/// <param name="AfterLineEnd">Whether a line ended between this token and the one before.</param>
/// <param name="Number">The value of a number.</param>
/// <param name="Escaped">Whether it was spelt with an escape; keywords must not be.</param>
internal readonly record struct Token(
    TokenKind Kind, string Text, int Start, int End, bool AfterLineEnd, double Number = 0, bool Escaped = false)
{
    public bool Is(string punctuator) => Kind == TokenKind.Punctuator && Text == punctuator;

    public bool IsKeyword(string keyword) => Kind == TokenKind.Keyword && Text == keyword;

    public bool IsName(string name) => Kind == TokenKind.Name && Text == name && !Escaped;
}
