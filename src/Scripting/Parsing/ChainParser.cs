using TopGun.Scripting.Syntax;

namespace TopGun.Scripting.Parsing;

/// <summary>Parses what hangs on a value: its members, calls of it, objects made of it with <c>new</c>, and what <c>super</c> stands in front of.</summary>
internal sealed class ChainParser(TokenStream tokens, FunctionParser functions, ExpressionParser expressions)
{
    public Expression Parse()
    {
        var start = tokens.Current;
        var expression = start.IsKeyword("new") ? ParseNew() : start.IsKeyword("super") ? ParseSuper() : expressions.ParsePrimary();
        if (expressions.IsArrow(expression)) return expression;
        var inChain = false;
        while (true)
        {
            var token = tokens.Current;
            if (token.Is("?."))
            {
                tokens.Take();
                inChain = true;
                if (tokens.Current.Is("(")) expression = new Call(token.Start, expression, expressions.ParseArguments(), optional: true);
                else if (tokens.TryTake("[")) expression = ParseIndex(token.Start, expression, optional: true);
                else expression = ParseMember(token.Start, expression, optional: true);
            }
            else if (token.Is("("))
                expression = new Call(token.Start, expression, expressions.ParseArguments(), optional: false);
            else if (ParseAccess(expression) is { } accessed) expression = accessed;
            else if (token.Kind == TokenKind.Template)
            {
                if (inChain) throw tokens.Error(token.Start, "A template cannot follow an optional chain.");
                expression = expressions.Literals.ParseTemplate(expression);
            }
            else return inChain ? new OptionalChain(start.Start, expression) : expression;
        }
    }

    private Expression? ParseAccess(Expression holder)
    {
        var token = tokens.Current;
        if (tokens.TryTake(".")) return ParseMember(token.Start, holder, optional: false);
        return tokens.TryTake("[") ? ParseIndex(token.Start, holder, optional: false) : null;
    }

    private Expression ParseMember(int position, Expression holder, bool optional)
    {
        var token = tokens.Current;
        if (token.Kind == TokenKind.PrivateName)
        {
            tokens.Take();
            return new PrivateMember(position, holder, token.Text, optional);
        }
        if (token.Kind is not (TokenKind.Name or TokenKind.Keyword)) throw tokens.Unexpected();
        tokens.Take();
        return new Member(position, holder, token.Text, optional);
    }

    private Syntax.Index ParseIndex(int position, Expression holder, bool optional)
    {
        var key = expressions.Parse();
        tokens.Expect("]");
        return new Syntax.Index(position, holder, key, optional);
    }

    private Expression ParseNew()
    {
        var start = tokens.Take().Start;
        if (tokens.TryTake("."))
        {
            if (!tokens.ExpectName().IsName("target") || !functions.Context.AllowsNewTarget) throw tokens.Error(start, "Only 'new.target' is known, and only in functions.");
            return new NewTarget(start);
        }
        if (tokens.Current.IsKeyword("import") || tokens.Current.IsKeyword("super")) throw tokens.Unexpected();
        tokens.Dive();
        expressions.ForbidArrow();
        var callee = tokens.Current.IsKeyword("new") ? ParseNew() : expressions.ParsePrimary();
        while (ParseAccess(callee) is { } accessed) callee = accessed;
        if (tokens.Current.Is("?.")) throw tokens.Error(tokens.Current.Start, "An optional chain cannot be made an object of with 'new'.");
        var arguments = tokens.Current.Is("(") ? expressions.ParseArguments() : [];
        tokens.Rise();
        return new New(start, callee, arguments);
    }

    private Expression ParseSuper()
    {
        var start = tokens.Take().Start;
        if (tokens.Current.Is("("))
        {
            if (!functions.Context.AllowsSuperCall) throw tokens.Error(start, "'super(...)' stands in the constructor of a class that extends another.");
            return new SuperCall(start, expressions.ParseArguments());
        }
        if (!functions.Context.AllowsSuperMember) throw tokens.Error(start, "'super' stands in methods.");
        if (tokens.TryTake("["))
        {
            var key = expressions.Parse();
            tokens.Expect("]");
            return new SuperMember(start, null, key);
        }
        tokens.Expect(".");
        if (tokens.Current.Kind is not (TokenKind.Name or TokenKind.Keyword)) throw tokens.Unexpected();
        return new SuperMember(start, tokens.Take().Text, null);
    }
}
