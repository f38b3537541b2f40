using System.Runtime.CompilerServices;

namespace TopGun.Scripting.Parsing;

/// <summary>The tokens of a script with one in hand, and how deep the parser is.</summary>
internal sealed class TokenStream
{
    /// <summary>How deep brackets, functions and statements may nest in the source: the parser recurses.</summary>
    private const int MaxDepth = 100;

    private readonly SourceText _source;
    private readonly Lexer _lexer;
    private int _depth;

    public TokenStream(SourceText source)
    {
        _source = source;
        _lexer = new Lexer(source);
        Current = _lexer.Next();
    }

    public Token Current { get; private set; }

    /// <summary>Where the token before the current one ended.</summary>
    public int LastEnd { get; private set; }

    public ScriptSyntaxException Error(int position, string message) => _source.Error(position, message);

    public ScriptSyntaxException Unexpected() => Unexpected(Current);

    public ScriptSyntaxException Unexpected(Token token) => Error(token.Start, token.Kind switch
    {
        TokenKind.End => "Unexpected end of the script.",
        TokenKind.Keyword when token.Text is "import" or "export" or "await" or "yield" or "with" or "enum" or "debugger" => $"'{token.Text}' is not part of the language.",
        TokenKind.Keyword => $"Unexpected keyword '{token.Text}'.",
        _ => $"Unexpected '{(token.Text.Length > 40 ? token.Text[..40] + "..." : token.Text)}'.",
    });

    public Token Take()
    {
        var taken = Current;
        if (taken.Kind == TokenKind.Keyword && taken.Escaped) throw Error(taken.Start, $"The keyword '{taken.Text}' must not be spelt with escapes.");
        LastEnd = taken.End;
        Current = _lexer.Next();
        return taken;
    }

    public bool TryTake(string punctuator)
    {
        if (!Current.Is(punctuator)) return false;
        Take();
        return true;
    }

    public bool TryTakeKeyword(string keyword)
    {
        if (!Current.IsKeyword(keyword)) return false;
        Take();
        return true;
    }

    public Token Expect(string punctuator) => Current.Is(punctuator) ? Take() : throw Error(Current.Start, $"'{punctuator}' expected, but found '{Found()}'.");

    public Token ExpectKeyword(string keyword) => Current.IsKeyword(keyword) ? Take() : throw Error(Current.Start, $"'{keyword}' expected, but found '{Found()}'.");

    public Token ExpectName() => Current.Kind == TokenKind.Name ? Take() : throw Unexpected();

    /// <summary>Ends a statement: by a semicolon, or where the language supplies one.</summary>
    public void EndStatement()
    {
        if (TryTake(";") || Current.Is("}") || Current.Kind == TokenKind.End || Current.AfterLineEnd) return;
        throw Unexpected();
    }

    /// <summary>The token after the current one.</summary>
    public Token Peek()
    {
        var position = _lexer.Position;
        var next = _lexer.Next();
        _lexer.Position = position;
        return next;
    }

    /// <summary>Reads the current slash as the start of a regular expression.</summary>
    public (string Pattern, string Flags) TakeRegex()
    {
        var (pattern, flags, end) = _lexer.ReadRegex(Current.Start);
        LastEnd = end;
        Current = _lexer.Next();
        return (pattern, flags);
    }

    /// <summary>Reads a part of a template behind the current token, which is its backtick or the brace that ends a substitution.</summary>
    public (string? Cooked, string Raw, bool Last) TakeTemplatePart()
    {
        var part = _lexer.ReadTemplatePart(Current.End);
        LastEnd = _lexer.Position;
        Current = _lexer.Next();
        return part;
    }

    /// <summary>Goes one level deeper; <see cref="Rise"/> comes back.</summary>
    public void Dive()
    {
        // The second is for threads of less than the 1 MB that the first needs: they refuse earlier.
        if (++_depth > MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw Error(Current.Start, $"The code nests more than {MaxDepth} levels deep here.");
    }

    public void Rise() => _depth--;

    private string Found() => Current.Text.Length > 40 ? Current.Text[..40] + "..." : Current.Text;
}
