namespace TopGun.Scripting.Parsing;

/// <summary>The kinds of tokens.</summary>
internal enum TokenKind
{
    End,

    /// <summary>A name, also one of the words that are keywords only in some places (of, get, set, static, async).</summary>
    Name,
    Keyword,
    Punctuator,
    Number,
    Text,
    Template,
    PrivateName,
}
