using TopGun.Scripting.Syntax;

namespace TopGun.Scripting.Parsing;

/// <summary>Parses expressions, by the precedence of their operators.</summary>
internal sealed class ExpressionParser(TokenStream tokens, FunctionParser functions)
{
    private readonly TargetConverter _targets = new(tokens);

    // An arrow function may start only where an assignment may, and nothing can be appended to it.
    private int _assignmentStart = -1;
    private Expression? _lastArrow;

    // What stands in brackets of its own: `(a ?? b) || c` is allowed where `a ?? b || c` is not, `(-1) ** 2` where `-1 ** 2` is not.
    private Expression? _lastParenthesised;

    public LiteralParser Literals { get; set; } = null!;

    public ChainParser Chains { get; set; } = null!;

    /// <summary>Whether it is an arrow function that was just parsed: nothing can be appended to it.</summary>
    public bool IsArrow(Expression expression) => ReferenceEquals(expression, _lastArrow);

    /// <summary>What comes next is no place where an arrow function may start.</summary>
    public void ForbidArrow() => _assignmentStart = -1;

    public Expression Parse(bool allowIn = true)
    {
        var first = ParseAssignment(allowIn);
        if (!tokens.Current.Is(",")) return first;
        var all = new List<Expression> { first };
        while (tokens.TryTake(",")) all.Add(ParseAssignment(allowIn));
        return new Sequence(first.Position, [.. all]);
    }

    public Expression ParseAssignment(bool allowIn = true)
    {
        tokens.Dive();
        var expression = ParseAssignmentUnbounded(allowIn);
        tokens.Rise();
        return expression;
    }

    public Target ParseDeclaredTarget()
    {
        var token = tokens.Current;
        if (token.Is("{") || token.Is("["))
        {
            tokens.Dive();
            var target = ToTarget(ParsePrimary(), Storing.Declare);
            tokens.Rise();
            return target;
        }
        return new Identifier(token.Start, tokens.ExpectName().Text);
    }

    public Target ToTarget(Expression expression, Storing storing)
    {
        if (ReferenceEquals(expression, _lastParenthesised) && expression is ObjectLiteral or ArrayLiteral)
            throw tokens.Error(expression.Position, "A pattern cannot stand in parentheses.");
        return _targets.Convert(expression, storing);
    }

    public Expression[] ParseArguments()
    {
        tokens.Expect("(");
        var arguments = new List<Expression>();
        while (!tokens.Current.Is(")"))
        {
            arguments.Add(ParseSpreadable());
            if (!tokens.Current.Is(")")) tokens.Expect(",");
        }
        tokens.Expect(")");
        return [.. arguments];
    }

    /// <summary>Parses what <c>extends</c> names: something that can be called, but no operator.</summary>
    public Expression ParseLeftHandSide()
    {
        _assignmentStart = -1;
        return Chains.Parse();
    }

    private Expression ParseAssignmentUnbounded(bool allowIn)
    {
        var start = tokens.Current;
        if (start.IsKeyword("yield") || start.IsKeyword("await")) throw tokens.Unexpected();
        if (start.IsName("async") && tokens.Peek() is { AfterLineEnd: false } next && (next.IsKeyword("function") || next.Kind == TokenKind.Name))
            throw tokens.Error(start.Start, "'async' is not part of the language.");
        if (start.Kind == TokenKind.Name && tokens.Peek() is { AfterLineEnd: false } arrow && arrow.Is("=>"))
        {
            tokens.Take();
            return _lastArrow = functions.ParseArrow(start.Start, [new Identifier(start.Start, start.Text)], null, allowIn);
        }
        _assignmentStart = start.Start;
        var left = ParseConditional(allowIn);
        if (ReferenceEquals(left, _lastArrow)) return left;
        var token = tokens.Current;
        if (token.Kind != TokenKind.Punctuator || !token.Text.EndsWith('=') || token.Text is "==" or "===" or "!=" or "!==" or "<=" or ">=") return left;

        if (token.Text == "=")
        {
            var target = ToTarget(left, Storing.Assign);
            tokens.Take();
            return new Assignment(start.Start, target, FunctionParser.Named(ParseAssignment(allowIn), target));
        }
        if (left is not Reference reference) throw tokens.Error(left.Position, "This cannot be assigned to.");
        tokens.Take();
        var value = FunctionParser.Named(ParseAssignment(allowIn), token.Text is "&&=" or "||=" or "??=" ? reference : null);
        var op = token.Text[..^1];
        return Operators.Logical.TryGetValue(op, out var logical)
            ? new LogicalAssignment(start.Start, logical.Operator, reference, value)
            : new CompoundAssignment(start.Start, Operators.Binary[op].Operator, reference, value);
    }

    private Expression ParseConditional(bool allowIn)
    {
        var start = tokens.Current.Start;
        var condition = ParseBinary(0, allowIn);
        if (ReferenceEquals(condition, _lastArrow) || !tokens.TryTake("?")) return condition;
        var whenTrue = ParseAssignment();
        tokens.Expect(":");
        var whenFalse = ParseAssignment(allowIn);
        _lastArrow = null;
        return new Conditional(start, condition, whenTrue, whenFalse);
    }

    private Expression ParseBinary(int minPrecedence, bool allowIn)
    {
        Expression left;
        if (tokens.Current.Kind == TokenKind.PrivateName)
        {
            var name = tokens.Take();
            if (!allowIn || minPrecedence > 8 || !tokens.Current.IsKeyword("in")) throw tokens.Error(name.Start, "A private name stands behind a dot or in front of 'in'.");
            tokens.Take();
            left = new PrivateIn(name.Start, name.Text, ParseBinary(9, allowIn));
        }
        else left = ParseUnary();
        if (ReferenceEquals(left, _lastArrow)) return left;

        while (true)
        {
            var token = tokens.Current;
            if (token.Kind is not (TokenKind.Punctuator or TokenKind.Keyword) || (!allowIn && token.IsKeyword("in"))) return left;
            if (Operators.Logical.TryGetValue(token.Text, out var logical) && logical.Precedence > minPrecedence)
            {
                tokens.Take();
                RequireUnmixed(left, logical.Operator, token);
                var right = ParseOperand(logical.Precedence, allowIn);
                RequireUnmixed(right, logical.Operator, token);
                left = new Logical(token.Start, logical.Operator, left, right);
            }
            else if (Operators.Binary.TryGetValue(token.Text, out var binary) && binary.Precedence > minPrecedence)
            {
                tokens.Take();
                var rightToLeft = binary.Operator == BinaryOperator.Power;
                if (rightToLeft && left is Unary or Delete && !ReferenceEquals(left, _lastParenthesised))
                    throw tokens.Error(left.Position, "Put parentheses around one of the operators: it is not clear whether the sign or the power comes first.");
                left = new Binary(token.Start, binary.Operator, left, ParseOperand(rightToLeft ? binary.Precedence - 1 : binary.Precedence, allowIn));
            }
            else return left;
        }
    }

    private Expression ParseOperand(int precedence, bool allowIn)
    {
        _assignmentStart = -1;
        tokens.Dive();
        var operand = ParseBinary(precedence, allowIn);
        tokens.Rise();
        return operand;
    }

    private void RequireUnmixed(Expression operand, LogicalOperator op, Token token)
    {
        if (operand is Logical other && !ReferenceEquals(operand, _lastParenthesised)
            && (other.Operator == LogicalOperator.Coalesce) != (op == LogicalOperator.Coalesce))
            throw tokens.Error(token.Start, "Put parentheses around '??' or around '||' and '&&': they cannot be mixed.");
    }

    private Expression ParseUnary()
    {
        var token = tokens.Current;
        if (token.Kind is TokenKind.Punctuator or TokenKind.Keyword)
        {
            if (Operators.Unary.TryGetValue(token.Text, out var op))
            {
                tokens.Take();
                return new Unary(token.Start, op, ParseNestedUnary());
            }
            if (token.Text is "++" or "--" && token.Kind == TokenKind.Punctuator)
            {
                tokens.Take();
                return new Update(token.Start, RequireReference(ParseNestedUnary()), token.Text == "++" ? 1 : -1, UpdateResult.After);
            }
            if (token.IsKeyword("delete"))
            {
                tokens.Take();
                if (ParseNestedUnary() is not (Reference operand and not (Identifier or PrivateMember or SuperMember)))
                    throw tokens.Error(token.Start, "Only a property can be deleted: 'delete a.b' or 'delete a[b]'.");
                return new Delete(token.Start, operand);
            }
            if (token.IsKeyword("await")) throw tokens.Unexpected();
        }
        var expression = Chains.Parse();
        if (ReferenceEquals(expression, _lastArrow)) return expression;
        if (tokens.Current is { AfterLineEnd: false, Kind: TokenKind.Punctuator, Text: "++" or "--" } update)
        {
            tokens.Take();
            return new Update(update.Start, RequireReference(expression), update.Text == "++" ? 1 : -1, UpdateResult.Before);
        }
        return expression;
    }

    private Expression ParseNestedUnary()
    {
        _assignmentStart = -1;
        tokens.Dive();
        var operand = ParseUnary();
        tokens.Rise();
        return operand;
    }

    private Reference RequireReference(Expression expression)
        => expression as Reference ?? throw tokens.Error(expression.Position, "This cannot be assigned to.");

    /// <summary>Parses what an operator or a chain starts with.</summary>
    public Expression ParsePrimary()
    {
        var token = tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                tokens.Take();
                return new Literal(token.Start, token.Number);
            case TokenKind.Text:
                tokens.Take();
                return new Literal(token.Start, token.Text);
            case TokenKind.Template: return Literals.ParseTemplate(null);
            case TokenKind.Name:
                if (token.IsName("async") && tokens.Peek() is { AfterLineEnd: false } next && next.IsKeyword("function")) throw tokens.Error(token.Start, "'async' is not part of the language.");
                tokens.Take();
                return new Identifier(token.Start, token.Text);
            case TokenKind.Keyword: return ParseKeyword(token);
            case TokenKind.Punctuator:
                switch (token.Text)
                {
                    case "(": return ParseParenthesised();
                    case "[": return Literals.ParseArray();
                    case "{": return Literals.ParseObject();
                    case "/" or "/=": return Literals.ParseRegex(token.Start);
                }
                break;
        }
        throw tokens.Unexpected();
    }

    private Expression ParseKeyword(Token token)
    {
        switch (token.Text)
        {
            case "function": return functions.ParseFunction(out _);
            case "class": return functions.ParseClass(out _);
        }
        Expression? literal = token.Text switch
        {
            "null" => new Literal(token.Start, JsValue.Null),
            "true" => new Literal(token.Start, true),
            "false" => new Literal(token.Start, false),
            "this" => new ThisExpression(token.Start),
            _ => null,
        };
        if (literal is null) throw tokens.Unexpected();
        tokens.Take();
        return literal;
    }

    private Expression ParseParenthesised()
    {
        var start = tokens.Current.Start;
        var mayBeArrow = start == _assignmentStart;
        tokens.Take();
        var items = new List<Expression>();
        Spread? rest = null;
        var trailingComma = -1;
        while (!tokens.Current.Is(")"))
        {
            if (tokens.Current.Is("..."))
            {
                rest = new Spread(tokens.Take().Start, ParseAssignment());
                break;
            }
            items.Add(ParseAssignment());
            trailingComma = -1;
            if (tokens.Current.Is(")")) break;
            trailingComma = tokens.Expect(",").Start;
        }
        tokens.Expect(")");
        if (mayBeArrow && tokens.Current is { AfterLineEnd: false } arrow && arrow.Is("=>"))
        {
            var parameters = items.Select(_targets.ConvertParameter).ToArray();
            return _lastArrow = functions.ParseArrow(start, parameters, rest is null ? null : ToTarget(rest.Operand, Storing.Declare), true);
        }
        if (rest is not null) throw tokens.Error(rest.Position, "'...' cannot stand here.");
        if (trailingComma >= 0) throw tokens.Error(trailingComma, "Unexpected ','.");
        if (items.Count == 0) throw tokens.Unexpected();
        _lastArrow = null;
        return _lastParenthesised = items.Count == 1 ? items[0] : new Sequence(start, [.. items]);
    }

    /// <summary>Parses an argument or element, which three dots may precede.</summary>
    public Expression ParseSpreadable()
        => tokens.Current.Is("...") ? new Spread(tokens.Take().Start, ParseAssignment()) : ParseAssignment();
}
