using TopGun.Scripting.Binding;
using TopGun.Scripting.Syntax;

namespace TopGun.Scripting.Parsing;

/// <summary>Parses statements. Strict code, as everywhere in the language.</summary>
internal sealed class Parser
{
    private readonly TokenStream _tokens;
    private readonly ExpressionParser _expressions;
    private readonly FunctionParser _functions;

    public Parser(SourceText source)
    {
        _tokens = new TokenStream(source);
        _functions = new FunctionParser(_tokens, this);
        _expressions = new ExpressionParser(_tokens, _functions);
        _expressions.Literals = new LiteralParser(_tokens, _functions, _expressions);
        _expressions.Chains = new ChainParser(_tokens, _functions, _expressions);
        _functions.Expressions = _expressions;
    }

    /// <summary>Parses the whole source as the body of a function of <c>context</c>.</summary>
    public FunctionCode ParseBody()
    {
        var code = new FunctionCode(0, FunctionKind.Ordinary) { Name = "resolver", Parameters = [new Identifier(0, "context")] };
        _functions.Context = new FunctionContext(code) { AllowsNewTarget = true };
        var statements = new List<Statement>();
        while (_tokens.Current.Kind != TokenKind.End) statements.Add(ParseListed());
        code.Statements = [.. statements];
        return code;
    }

    /// <summary>Parses statements in braces.</summary>
    public Statement[] ParseBraces()
    {
        _tokens.Expect("{");
        _tokens.Dive();
        var statements = new List<Statement>();
        while (!_tokens.Current.Is("}"))
        {
            if (_tokens.Current.Kind == TokenKind.End) throw _tokens.Unexpected();
            statements.Add(ParseListed());
        }
        _tokens.Rise();
        _tokens.Expect("}");
        return [.. statements];
    }

    public Block ParseBlock()
    {
        var start = _tokens.Current.Start;
        return new Block(start, ParseBraces());
    }

    private FunctionContext Context => _functions.Context;

    // Where declarations are allowed as well.
    private Statement ParseListed()
    {
        var token = _tokens.Current;
        if (token.Kind == TokenKind.Keyword)
        {
            switch (token.Text)
            {
                case "let" or "const" or "var": return ParseVariables();
                case "function":
                    var function = _functions.ParseFunction(out var name);
                    if (name is null) throw _tokens.Error(token.Start, "A function in a statement of its own needs a name.");
                    return new FunctionDeclaration(token.Start, name, function);
                case "class":
                    var definition = _functions.ParseClass(out var className);
                    if (className is null) throw _tokens.Error(token.Start, "A class in a statement of its own needs a name.");
                    return new ClassDeclaration(token.Start, new Identifier(className.Position, className.Name), definition);
            }
        }
        return ParseStatement();
    }

    private Statement ParseStatement()
    {
        _tokens.Dive();
        var statement = ParseUnbounded();
        _tokens.Rise();
        return statement;
    }

    private Statement ParseUnbounded()
    {
        var token = _tokens.Current;
        if (token.Is("{")) return ParseBlock();
        if (token.Is(";"))
        {
            _tokens.Take();
            return new Empty(token.Start);
        }
        if (token.Kind == TokenKind.Keyword)
        {
            switch (token.Text)
            {
                case "var": return ParseVariables();
                case "if": return ParseIf();
                case "for": return ParseFor([]);
                case "while": return ParseWhile([]);
                case "do": return ParseDoWhile([]);
                case "switch": return ParseSwitch();
                case "try": return ParseTry();
                case "return": return ParseReturn();
                case "throw": return ParseThrow();
                case "break" or "continue": return ParseJump();
                case "function" or "class" or "let" or "const": throw _tokens.Error(token.Start, "A declaration cannot stand here; put it in braces.");
            }
        }
        if (token.Kind == TokenKind.Name && _tokens.Peek().Is(":")) return ParseLabelled();
        if (token.IsName("async") && _tokens.Peek() is { AfterLineEnd: false } next && next.IsKeyword("function"))
            throw _tokens.Error(token.Start, "'async' is not part of the language.");
        var expression = _expressions.Parse();
        _tokens.EndStatement();
        return new ExpressionStatement(token.Start, expression);
    }

    private VariableDeclaration ParseVariables()
    {
        var declaration = ParseDeclaration(allowIn: true);
        foreach (var declarator in declaration.Declarators)
            if (declarator.Value is null) RequireNoValue(declaration.Kind, declarator);
        _tokens.EndStatement();
        return declaration;
    }

    private VariableDeclaration ParseDeclaration(bool allowIn)
    {
        var keyword = _tokens.Take();
        var kind = keyword.Text switch { "var" => VariableKind.Var, "let" => VariableKind.Let, _ => VariableKind.Const };
        var declarators = new List<Declarator>();
        do
        {
            var target = _expressions.ParseDeclaredTarget();
            var value = _tokens.TryTake("=") ? FunctionParser.Named(_expressions.ParseAssignment(allowIn), target) : null;
            declarators.Add(new Declarator(target, value));
        }
        while (_tokens.TryTake(","));
        var declaration = new VariableDeclaration(keyword.Start, kind, [.. declarators]);
        if (kind == VariableKind.Var) Context.Code.VarNames.AddRange(declaration.Names());
        return declaration;
    }

    private void RequireNoValue(VariableKind kind, Declarator declarator)
    {
        if (declarator.Target is Pattern) throw _tokens.Error(declarator.Target.Position, "A pattern in a declaration needs a value.");
        if (kind == VariableKind.Const) throw _tokens.Error(declarator.Target.Position, "A const needs a value.");
    }

    private If ParseIf()
    {
        var start = _tokens.Current.Start;
        var branches = new List<(Expression, Statement)>();
        Statement? otherwise = null;
        do
        {
            _tokens.ExpectKeyword("if");
            branches.Add((ParseCondition(), ParseStatement()));
            if (!_tokens.TryTakeKeyword("else")) break;
            if (!_tokens.Current.IsKeyword("if")) otherwise = ParseStatement();
        }
        while (otherwise is null);
        return new If(start, [.. branches], otherwise);
    }

    private Expression ParseCondition()
    {
        _tokens.Expect("(");
        var condition = _expressions.Parse();
        _tokens.Expect(")");
        return condition;
    }

    private While ParseWhile(List<string> labels)
    {
        var start = _tokens.Take().Start;
        var condition = ParseCondition();
        return Labelled(new While(start, condition, ParseLoopBody()), labels);
    }

    private DoWhile ParseDoWhile(List<string> labels)
    {
        var start = _tokens.Take().Start;
        var body = ParseLoopBody();
        _tokens.ExpectKeyword("while");
        var condition = ParseCondition();
        _tokens.TryTake(";");
        return Labelled(new DoWhile(start, body, condition), labels);
    }

    private Loop ParseFor(List<string> labels)
    {
        var start = _tokens.Take().Start;
        if (_tokens.Current.IsKeyword("await")) throw _tokens.Unexpected();
        _tokens.Expect("(");
        Node? first = null;
        var token = _tokens.Current;
        if (token.Kind == TokenKind.Keyword && token.Text is "var" or "let" or "const")
        {
            var declaration = ParseDeclaration(allowIn: false);
            if (IsForEach()) return ParseForEach(start, declaration, labels);
            foreach (var declarator in declaration.Declarators)
                if (declarator.Value is null) RequireNoValue(declaration.Kind, declarator);
            first = declaration;
        }
        else if (!token.Is(";"))
        {
            var expression = _expressions.Parse(allowIn: false);
            if (IsForEach()) return ParseForEach(start, _expressions.ToTarget(expression, Storing.Assign), null, labels);
            first = expression;
        }
        _tokens.Expect(";");
        var condition = _tokens.Current.Is(";") ? null : _expressions.Parse();
        _tokens.Expect(";");
        var step = _tokens.Current.Is(")") ? null : _expressions.Parse();
        _tokens.Expect(")");
        return Labelled(new For(start, first, condition, step, ParseLoopBody()), labels);
    }

    private bool IsForEach() => _tokens.Current.IsName("of") || _tokens.Current.IsKeyword("in");

    private ForEach ParseForEach(int start, VariableDeclaration declaration, List<string> labels)
    {
        if (declaration.Declarators is not [{ Value: null } only])
            throw _tokens.Error(declaration.Position, "A loop over items declares one name or pattern, without a value.");
        return ParseForEach(start, only.Target, declaration.Kind, labels);
    }

    private ForEach ParseForEach(int start, Target target, VariableKind? kind, List<string> labels)
    {
        var isOf = _tokens.Take().Text == "of";
        var source = isOf ? _expressions.ParseAssignment(allowIn: true) : _expressions.Parse();
        _tokens.Expect(")");
        var body = ParseLoopBody();
        return isOf
            ? Labelled(new ForOf(start, target, kind, source, body), labels)
            : Labelled(new ForIn(start, target, kind, source, body), labels);
    }

    private Statement ParseLoopBody()
    {
        Context.LoopDepth++;
        Context.BreakableDepth++;
        var body = ParseStatement();
        Context.LoopDepth--;
        Context.BreakableDepth--;
        return body;
    }

    private static T Labelled<T>(T loop, List<string> labels)
        where T : Loop
    {
        loop.Labels.AddRange(labels);
        return loop;
    }

    private Statement ParseLabelled()
    {
        var start = _tokens.Current.Start;
        var labels = new List<string>();
        while (_tokens.Current.Kind == TokenKind.Name && _tokens.Peek().Is(":"))
        {
            var label = _tokens.Take();
            _tokens.Take();
            if (Context.Labels.Contains(label.Text)) throw _tokens.Error(label.Start, $"The label '{label.Text}' is already in use here.");
            Context.Labels.Add(label.Text);
            labels.Add(label.Text);
            _tokens.Dive();
        }
        var loops = _tokens.Current.Kind == TokenKind.Keyword && _tokens.Current.Text is "for" or "while" or "do";
        if (loops) Context.LoopLabels.AddRange(labels);
        var body = _tokens.Current.Text switch
        {
            "for" when loops => ParseFor(labels),
            "while" when loops => ParseWhile(labels),
            "do" when loops => ParseDoWhile(labels),
            _ => ParseStatement(),
        };
        foreach (var label in Enumerable.Reverse(labels))
        {
            Context.Labels.Remove(label);
            Context.LoopLabels.Remove(label);
            body = new Labelled(start, label, body);
            _tokens.Rise();
        }
        return body;
    }

    private Switch ParseSwitch()
    {
        var start = _tokens.Take().Start;
        var subject = ParseCondition();
        _tokens.Expect("{");
        Context.BreakableDepth++;
        var cases = new List<SwitchCase>();
        while (!_tokens.TryTake("}"))
        {
            Expression? test = null;
            if (_tokens.Current.IsKeyword("default"))
            {
                if (cases.Any(one => one.Test is null)) throw _tokens.Error(_tokens.Current.Start, "A switch has one default at most.");
                _tokens.Take();
            }
            else
            {
                _tokens.ExpectKeyword("case");
                test = _expressions.Parse();
            }
            _tokens.Expect(":");
            var statements = new List<Statement>();
            while (!_tokens.Current.Is("}") && !_tokens.Current.IsKeyword("case") && !_tokens.Current.IsKeyword("default")) statements.Add(ParseListed());
            cases.Add(new SwitchCase(test, [.. statements]));
        }
        Context.BreakableDepth--;
        return new Switch(start, subject, [.. cases]);
    }

    private Try ParseTry()
    {
        var start = _tokens.Take().Start;
        var body = ParseBlock();
        Target? caught = null;
        Block? handler = null;
        if (_tokens.TryTakeKeyword("catch"))
        {
            if (_tokens.TryTake("("))
            {
                caught = _expressions.ParseDeclaredTarget();
                _tokens.Expect(")");
            }
            handler = ParseBlock();
        }
        var final = _tokens.TryTakeKeyword("finally") ? ParseBlock() : null;
        if (handler is null && final is null) throw _tokens.Error(_tokens.Current.Start, "A try needs a catch or a finally.");
        return new Try(start, body, caught, handler, final);
    }

    private Return ParseReturn()
    {
        var keyword = _tokens.Take();
        if (!Context.AllowsReturn) throw _tokens.Error(keyword.Start, "A return cannot stand here.");
        var none = _tokens.Current.Is(";") || _tokens.Current.Is("}") || _tokens.Current.Kind == TokenKind.End || _tokens.Current.AfterLineEnd;
        var value = none ? null : _expressions.Parse();
        _tokens.EndStatement();
        return new Return(keyword.Start, value);
    }

    private Throw ParseThrow()
    {
        var keyword = _tokens.Take();
        if (_tokens.Current.AfterLineEnd) throw _tokens.Error(_tokens.Current.Start, "What is thrown must stand on the line of its throw.");
        var value = _expressions.Parse();
        _tokens.EndStatement();
        return new Throw(keyword.Start, value);
    }

    private Jump ParseJump()
    {
        var keyword = _tokens.Take();
        var isBreak = keyword.Text == "break";
        string? label = null;
        if (_tokens.Current is { Kind: TokenKind.Name, AfterLineEnd: false })
        {
            var name = _tokens.Take();
            label = name.Text;
            if (!(isBreak ? Context.Labels : Context.LoopLabels).Contains(label))
                throw _tokens.Error(name.Start, isBreak ? $"There is no label '{label}' around this." : $"There is no loop with the label '{label}' around this.");
        }
        else if ((isBreak ? Context.BreakableDepth : Context.LoopDepth) == 0)
            throw _tokens.Error(keyword.Start, $"There is nothing around this to {keyword.Text}.");
        _tokens.EndStatement();
        return new Jump(keyword.Start, isBreak ? Completion.Break : Completion.Continue, label);
    }
}
