using TopGun.Scripting.Syntax;

namespace TopGun.Scripting.Parsing;

/// <summary>Parses functions and classes.</summary>
internal sealed class FunctionParser(TokenStream tokens, Parser statements)
{
    public ExpressionParser Expressions { get; set; } = null!;

    /// <summary>The function around the current token.</summary>
    public FunctionContext Context { get; set; } = null!;

    /// <summary>Gives a function or class without a name the name of what it is assigned to.</summary>
    public static Expression Named(Expression value, Target? target) => target is Identifier identifier ? Named(value, identifier.Name) : value;

    public static Expression Named(Expression value, string name)
    {
        if (value is FunctionExpression { Code.Name: "" } function) function.Code.Name = name;
        if (value is ClassExpression { Constructor.Name: "" } definition) definition.Constructor.Name = name;
        return value;
    }

    public FunctionExpression ParseFunction(out Identifier? name)
    {
        var start = tokens.Take().Start;
        if (tokens.Current.Is("*")) throw tokens.Error(tokens.Current.Start, "Generators are not part of the language.");
        name = tokens.Current.Is("(") ? null : new Identifier(tokens.Current.Start, tokens.ExpectName().Text);
        var code = new FunctionCode(start, FunctionKind.Ordinary) { Name = name?.Name ?? "" };
        ParseParametersAndBody(new FunctionContext(code) { AllowsNewTarget = true });
        return new FunctionExpression(start, code, name?.Name);
    }

    public FunctionExpression ParseArrow(int start, Target[] parameters, Target? rest, bool allowIn)
    {
        tokens.Expect("=>");
        var code = new FunctionCode(start, FunctionKind.Arrow) { Parameters = parameters, Rest = rest };
        var around = Context;
        Context = new FunctionContext(code)
        {
            AllowsSuperMember = around.AllowsSuperMember,
            AllowsSuperCall = around.AllowsSuperCall,
            AllowsNewTarget = around.AllowsNewTarget,
        };
        tokens.Dive();
        if (tokens.Current.Is("{")) code.Statements = statements.ParseBraces();
        else code.Expression = Expressions.ParseAssignment(allowIn);
        tokens.Rise();
        Context = around;
        return new FunctionExpression(start, code, null);
    }

    public FunctionExpression ParseMethod(int start, MemberKind kind, FunctionKind functionKind = FunctionKind.Method)
    {
        var code = new FunctionCode(start, functionKind);
        ParseParametersAndBody(new FunctionContext(code)
        {
            AllowsSuperMember = true,
            AllowsSuperCall = functionKind == FunctionKind.DerivedConstructor,
            AllowsNewTarget = true,
        });
        if (kind == MemberKind.Getter && (code.Parameters.Length > 0 || code.Rest is not null)) throw tokens.Error(start, "A getter has no parameters.");
        if (kind == MemberKind.Setter && (code.Parameters.Length != 1 || code.Rest is not null)) throw tokens.Error(start, "A setter has one parameter.");
        return new FunctionExpression(start, code, null);
    }

    public ClassExpression ParseClass(out Identifier? name)
    {
        var start = tokens.Take().Start;
        name = tokens.Current.Kind == TokenKind.Name ? new Identifier(tokens.Current.Start, tokens.Take().Text) : null;
        var parent = tokens.TryTakeKeyword("extends") ? Expressions.ParseLeftHandSide() : null;
        var constructorKind = parent is null ? FunctionKind.Constructor : FunctionKind.DerivedConstructor;
        FunctionCode? constructor = null;
        var members = new List<ClassMember>();
        tokens.Expect("{");
        tokens.Dive();
        while (!tokens.TryTake("}"))
        {
            if (tokens.TryTake(";")) continue;
            var member = ParseMember(constructorKind);
            if (member.Function?.Code is { Kind: FunctionKind.Constructor or FunctionKind.DerivedConstructor } code)
            {
                if (constructor is not null) throw tokens.Error(member.Position, "A class has one constructor at most.");
                constructor = code;
            }
            else members.Add(member);
        }
        tokens.Rise();
        constructor ??= parent is null ? new FunctionCode(start, FunctionKind.Constructor) : PassOn(start);
        constructor.Name = name?.Name ?? "";
        return new ClassExpression(start, name?.Name, parent, constructor, [.. members]);
    }

    // What a class that extends another has when it says nothing: a constructor that passes on its arguments.
    private static FunctionCode PassOn(int start)
    {
        var all = new Identifier(start, "values");
        var pass = new SuperCall(start, [new Spread(start, new Identifier(start, "values"))]);
        return new FunctionCode(start, FunctionKind.DerivedConstructor) { Rest = all, Statements = [new ExpressionStatement(start, pass)] };
    }

    private ClassMember ParseMember(FunctionKind constructorKind)
    {
        var start = tokens.Current.Start;
        var isStatic = false;
        if (tokens.Current.IsKeyword("static") && Expressions.Literals.IsFollowedByKey())
        {
            tokens.Take();
            isStatic = true;
            if (tokens.Current.Is("{")) return ParseStaticBlock(start);
        }
        if (tokens.Current.Is("*") || (tokens.Current.IsName("async") && Expressions.Literals.IsFollowedByKey()))
            throw tokens.Error(tokens.Current.Start, "Generators and async functions are not part of the language.");
        var kind = MemberKind.Method;
        if ((tokens.Current.IsName("get") || tokens.Current.IsName("set")) && Expressions.Literals.IsFollowedByKey())
            kind = tokens.Take().Text == "get" ? MemberKind.Getter : MemberKind.Setter;

        var token = tokens.Current;
        string? privateText = null;
        PropertyKey? key = null;
        Expression? computed = null;
        if (token.Kind == TokenKind.PrivateName) privateText = tokens.Take().Text;
        else (key, computed) = Expressions.Literals.ParseKey();
        var isConstructor = !isStatic && key is { } named && named.Is("constructor");

        if (!tokens.Current.Is("("))
        {
            if (kind != MemberKind.Method) throw tokens.Unexpected();
            if (key is { } field && (field.Is("constructor") || (isStatic && field.Is("prototype")))) throw tokens.Error(start, $"A field cannot be called '{field.Text}'.");
            return ParseField(start, isStatic, key, computed, privateText);
        }
        if (isStatic && key is { } called && called.Is("prototype")) throw tokens.Error(start, "A static method cannot be called 'prototype'.");
        if (isConstructor && kind != MemberKind.Method) throw tokens.Error(start, "A constructor is no getter or setter.");
        var function = ParseMethod(start, kind, isConstructor ? constructorKind : FunctionKind.Method);
        if (privateText is not null) function.Code.Name = privateText;
        return new ClassMember { Position = start, Kind = kind, IsStatic = isStatic, Key = key, ComputedKey = computed, PrivateText = privateText, Function = function };
    }

    private ClassMember ParseField(int start, bool isStatic, PropertyKey? key, Expression? computed, string? privateText)
    {
        Expression? value = null;
        if (tokens.TryTake("="))
        {
            var around = EnterField(start);
            value = Expressions.ParseAssignment();
            if (key is { } named) Named(value, FunctionExpression.NameOf(named));
            else if (privateText is not null) Named(value, privateText);
            Context = around;
        }
        tokens.EndStatement();
        return new ClassMember { Position = start, Kind = MemberKind.Field, IsStatic = isStatic, Key = key, ComputedKey = computed, PrivateText = privateText, Value = value };
    }

    private ClassMember ParseStaticBlock(int start)
    {
        var around = EnterField(start);
        var block = statements.ParseBlock();
        if (Context.Code.VarNames is [var name, ..]) throw tokens.Error(name.Position, "A static block declares with let and const.");
        Context = around;
        return new ClassMember { Position = start, Kind = MemberKind.StaticBlock, IsStatic = true, Block = block };
    }

    private FunctionContext EnterField(int start)
    {
        var around = Context;
        Context = new FunctionContext(new FunctionCode(start, FunctionKind.Method)) { AllowsSuperMember = true, AllowsNewTarget = true, AllowsReturn = false };
        return around;
    }

    private void ParseParametersAndBody(FunctionContext context)
    {
        var around = Context;
        Context = context;
        tokens.Dive();
        tokens.Expect("(");
        var parameters = new List<Target>();
        while (!tokens.Current.Is(")"))
        {
            if (tokens.Current.Is("..."))
            {
                tokens.Take();
                context.Code.Rest = Expressions.ParseDeclaredTarget();
                break;
            }
            var target = Expressions.ParseDeclaredTarget();
            if (tokens.Current.Is("="))
            {
                var equals = tokens.Take().Start;
                target = new DefaultTarget(equals, target, Named(Expressions.ParseAssignment(), target));
            }
            parameters.Add(target);
            if (!tokens.Current.Is(")")) tokens.Expect(",");
        }
        tokens.Expect(")");
        context.Code.Parameters = [.. parameters];
        context.Code.Statements = statements.ParseBraces();
        tokens.Rise();
        Context = around;
    }
}
