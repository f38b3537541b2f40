using TopGun.Scripting.Regex;
using TopGun.Scripting.Syntax;

namespace TopGun.Scripting.Parsing;

/// <summary>Parses what makes a value out of parts: arrays, objects, templates and regular expressions.</summary>
internal sealed class LiteralParser(TokenStream tokens, FunctionParser functions, ExpressionParser expressions)
{
    /// <summary>How long the programs of all regular expressions of a script may be together: a short pattern can make a long one.</summary>
    private const int MaxRegexInstructions = 30_000;

    private int _regexInstructions;

    /// <summary>Parses the key of a member of an object or class: spelt out, or computed in brackets.</summary>
    public (PropertyKey? Key, Expression? Computed) ParseKey()
    {
        if (tokens.TryTake("["))
        {
            var computed = expressions.ParseAssignment();
            tokens.Expect("]");
            return (null, computed);
        }
        var token = tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Name: tokens.Take(); break;
            case TokenKind.Keyword when token.Escaped: throw tokens.Error(token.Start, $"The keyword '{token.Text}' must not be spelt with escapes.");
            case TokenKind.Keyword: tokens.Take(); break;
            case TokenKind.Text: tokens.Take(); break;
            case TokenKind.Number:
                tokens.Take();
                return (PropertyKey.Of(Numbers.NumberText.Format(token.Number)), null);
            default: throw tokens.Unexpected();
        }
        return (PropertyKey.Of(token.Text), null);
    }

    public ArrayLiteral ParseArray()
    {
        var start = tokens.Take().Start;
        var elements = new List<Expression?>();
        while (!tokens.Current.Is("]"))
        {
            if (tokens.TryTake(","))
            {
                elements.Add(null);
                continue;
            }
            elements.Add(expressions.ParseSpreadable());
            if (!tokens.Current.Is("]")) tokens.Expect(",");
        }
        tokens.Expect("]");
        return new ArrayLiteral(start, [.. elements]);
    }

    public ObjectLiteral ParseObject()
    {
        var start = tokens.Take().Start;
        var members = new List<ObjectMember>();
        int? defaultWithoutPattern = null;
        while (!tokens.Current.Is("}"))
        {
            members.Add(ParseObjectMember(ref defaultWithoutPattern));
            if (!tokens.Current.Is("}")) tokens.Expect(",");
        }
        tokens.Expect("}");
        return new ObjectLiteral(start, [.. members], defaultWithoutPattern);
    }

    private ObjectMember ParseObjectMember(ref int? defaultWithoutPattern)
    {
        var token = tokens.Current;
        if (token.Is("..."))
        {
            tokens.Take();
            return new ObjectMember { Kind = MemberKind.Spread, Value = expressions.ParseAssignment() };
        }
        if (token.Is("*") || (token.IsName("async") && IsFollowedByKey())) throw tokens.Error(token.Start, "Generators and async functions are not part of the language.");
        if ((token.IsName("get") || token.IsName("set")) && IsFollowedByKey())
        {
            tokens.Take();
            var (accessorKey, accessorComputed) = ParseKey();
            var kind = token.Text == "get" ? MemberKind.Getter : MemberKind.Setter;
            return new ObjectMember { Kind = kind, Key = accessorKey, ComputedKey = accessorComputed, Function = functions.ParseMethod(token.Start, kind) };
        }
        var (key, computed) = ParseKey();
        if (tokens.Current.Is("("))
            return new ObjectMember { Kind = MemberKind.Method, Key = key, ComputedKey = computed, Function = functions.ParseMethod(token.Start, MemberKind.Method) };
        if (tokens.TryTake(":"))
        {
            if (key is { } named && named.Is("__proto__")) throw tokens.Error(token.Start, "'__proto__' is not part of the language; use Object.create.");
            var value = expressions.ParseAssignment();
            return new ObjectMember { Kind = MemberKind.Value, Key = key, ComputedKey = computed, Value = key is { } name ? FunctionParser.Named(value, FunctionExpression.NameOf(name)) : value };
        }
        if (token.Kind != TokenKind.Name) throw tokens.Unexpected();
        var shorthand = new Identifier(token.Start, token.Text);
        if (!tokens.Current.Is("=")) return new ObjectMember { Kind = MemberKind.Value, Key = key, Value = shorthand };
        // {a = 1} is good only if this turns out to be a pattern.
        defaultWithoutPattern ??= tokens.Current.Start;
        var equals = tokens.Take().Start;
        return new ObjectMember { Kind = MemberKind.Value, Key = key, Value = new Assignment(equals, shorthand, FunctionParser.Named(expressions.ParseAssignment(), shorthand)) };
    }

    /// <summary>Whether the current word is a modifier of the key behind it, and not a key itself.</summary>
    public bool IsFollowedByKey()
    {
        var next = tokens.Peek();
        return next.Kind is TokenKind.Name or TokenKind.Keyword or TokenKind.Text or TokenKind.Number or TokenKind.PrivateName
            || next.Is("[") || next.Is("*") || next.Is("{");
    }

    /// <summary>Parses a template; what stands in front of it as its tag is null for none.</summary>
    public Expression ParseTemplate(Expression? tag)
    {
        var start = tokens.Current.Start;
        var cooked = new List<string?>();
        var raw = new List<string>();
        var substitutions = new List<Expression>();
        while (true)
        {
            var (text, rawText, last) = tokens.TakeTemplatePart();
            if (text is null && tag is null) throw tokens.Error(start, "The template has an escape that is not valid.");
            cooked.Add(text);
            raw.Add(rawText);
            if (last) break;
            substitutions.Add(expressions.Parse());
            if (!tokens.Current.Is("}")) throw tokens.Error(tokens.Current.Start, "'}' expected at the end of the substitution.");
        }
        return tag is null
            ? new TemplateLiteral(start, [.. cooked!], [.. substitutions])
            : new TaggedTemplate(start, tag, [.. cooked], [.. raw], [.. substitutions]);
    }

    public RegexLiteral ParseRegex(int start)
    {
        var (pattern, flags) = tokens.TakeRegex();
        try
        {
            var program = RegexCompiler.Compile(pattern, flags);
            _regexInstructions += program.Instructions.Length;
            if (_regexInstructions > MaxRegexInstructions)
                throw tokens.Error(start, $"With their repetitions written out the regular expressions take more than {MaxRegexInstructions:N0} instructions.");
            return new RegexLiteral(start, program);
        }
        catch (RegexSyntaxException problem)
        {
            throw tokens.Error(start + 1 + problem.Position, $"Invalid regular expression: {problem.Message}");
        }
    }
}
