using System.Runtime.CompilerServices;
using TopGun.Scripting.Builtins;
using TopGun.Scripting.Parsing;
using TopGun.Scripting.Syntax;

namespace TopGun.Scripting.Binding;

/// <summary>Walks a parsed script once, declares and resolves its names, and refuses names that are not there.</summary>
internal sealed class Binder
{
    /// <summary>How deep the nodes of one function may nest.</summary>
    /// <remarks>Long chains without brackets nest too: <c>a + b + c</c> is two levels.</remarks>
    private const int MaxNodeDepth = 300;

    /// <summary>How deep the nodes of a function and all those around it may nest: the binder itself recurses.</summary>
    private const int MaxTotalDepth = 600;

    private readonly SourceText _source;
    private readonly Stack<Dictionary<string, PrivateName>> _privateNames = new();
    private Scope? _scope;
    private int _depth;
    private int _totalDepth;

    private Binder(SourceText source) => _source = source;

    public static void BindScript(FunctionCode body, SourceText source) => new Binder(source).BindFunction(body);

    public ScriptSyntaxException Error(int position, string message) => _source.Error(position, message);

    public void Bind(Node? node)
    {
        if (node is null) return;
        if (++_depth > MaxNodeDepth) throw Error(node.Position, $"The code nests more than {MaxNodeDepth} levels deep here.");
        if (++_totalDepth > MaxTotalDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw Error(node.Position, $"Functions and the code in them nest more than {MaxTotalDepth} levels deep here.");
        var function = _scope!.Function;
        function.NodeDepth = Math.Max(function.NodeDepth, _depth);
        node.Bind(this);
        _depth--;
        _totalDepth--;
    }

    public void BindAll(IEnumerable<Node?> nodes)
    {
        foreach (var node in nodes) Bind(node);
    }

    public Scope OpenScope() => _scope = new Scope(_scope, _scope!.Function);

    public void CloseScope()
    {
        _scope!.Close();
        _scope = _scope.Parent;
    }

    /// <summary>Binds a function with a scope of its own.</summary>
    public void BindFunction(FunctionCode code, Action? bindBody = null)
    {
        var outerDepth = _depth;
        _depth = 0;
        _scope = code.Scope = new Scope(_scope, code);
        DeclareParameters(code);
        foreach (var name in code.VarNames)
            if (_scope.Find(name.Name) is null) _scope.Add(name.Name, VariableKind.Var);
        DeclareLexical(code.Statements);
        foreach (var parameter in code.Parameters) Bind(parameter);
        Bind(code.Rest);
        Bind(code.Expression);
        BindAll(code.Statements);
        bindBody?.Invoke();
        CloseScope();
        code.Close();
        _depth = outerDepth;
    }

    public void Declare(Identifier name, VariableKind kind)
    {
        CheckName(name);
        if (_scope!.Find(name.Name) is not null) throw Error(name.Position, $"'{name.Name}' has already been declared.");
        _scope.Add(name.Name, kind);
    }

    public void DeclareAll(List<Identifier> names, VariableKind kind)
    {
        foreach (var name in names) Declare(name, kind);
    }

    /// <summary>Declares what the statements of one block declare by let, const, class or function.</summary>
    public void DeclareLexical(Statement[] statements)
    {
        foreach (var statement in statements)
        {
            switch (statement)
            {
                case VariableDeclaration { Kind: not VariableKind.Var } declaration: DeclareAll(declaration.Names(), declaration.Kind); break;
                case ClassDeclaration declaration: Declare(declaration.Name, VariableKind.Let); break;
                case FunctionDeclaration declaration:
                    Declare(declaration.Name, VariableKind.Var);
                    _scope!.Add(declaration);
                    break;
            }
        }
    }

    /// <summary>Refuses a var that a let, const or caught value between it and its function would hide.</summary>
    public void RequireNoShadow(List<Identifier> names)
    {
        foreach (var name in names)
            for (var scope = _scope!; scope != scope.Function.Scope; scope = scope.Parent!)
                if (scope.Find(name.Name) is not null) throw Error(name.Position, $"'{name.Name}' has already been declared.");
    }

    public void Resolve(Identifier use)
    {
        if (TryResolve(use)) return;
        if (Globals.TryGet(use.Name, out var value)) use.BindToGlobal(value);
        else if (Globals.Forbidden.Contains(use.Name)) throw Error(use.Position, $"'{use.Name}' is not part of the language.");
        else throw Error(use.Position, $"'{use.Name}' is not defined.");
    }

    /// <summary>As <see cref="Resolve"/>, but a name that is not defined is undefined: that is what typeof is asked for.</summary>
    public void ResolveForTypeOf(Identifier use)
    {
        if (TryResolve(use)) return;
        if (Globals.TryGet(use.Name, out var value)) use.BindToGlobal(value);
        else if (Globals.Forbidden.Contains(use.Name)) throw Error(use.Position, $"'{use.Name}' is not part of the language.");
        else use.BindToGlobal(JsValue.Undefined);
    }

    public void OpenPrivateNames(ClassMember[] members, int position)
    {
        var names = new Dictionary<string, PrivateName>(StringComparer.Ordinal);
        var accessors = new HashSet<(string, MemberKind)>();
        foreach (var member in members)
        {
            if (member.PrivateText is not { } text) continue;
            if (text == "#constructor") throw Error(member.Position, "A private member cannot be called '#constructor'.");
            var pairs = member.Kind is MemberKind.Getter or MemberKind.Setter && accessors.Add((text, member.Kind))
                && (!names.ContainsKey(text) || accessors.Count(accessor => accessor.Item1 == text) == 2);
            if (!names.TryGetValue(text, out var name)) names.Add(text, name = new PrivateName(text));
            else if (!pairs) throw Error(member.Position, $"'{text}' has already been declared.");
            member.PrivateName = name;
        }
        _privateNames.Push(names);
    }

    public void ClosePrivateNames() => _privateNames.Pop();

    public PrivateName ResolvePrivate(string text, int position)
    {
        foreach (var names in _privateNames)
            if (names.TryGetValue(text, out var name)) return name;
        throw Error(position, $"No class around this declares '{text}'.");
    }

    private void DeclareParameters(FunctionCode code)
    {
        var names = new List<Identifier>();
        foreach (var parameter in code.Parameters) parameter.CollectNames(names);
        code.Rest?.CollectNames(names);
        DeclareAll(names, VariableKind.Var);
    }

    private bool TryResolve(Identifier use)
    {
        CheckName(use);
        for (var scope = _scope; scope is not null; scope = scope.Parent)
        {
            if (scope.Find(use.Name) is not { } variable) continue;
            variable.Captured |= scope.Function != _scope!.Function;
            variable.Uses.Add((use, _scope!));
            use.BindTo(variable);
            return true;
        }
        return false;
    }

    // eval and arguments are special in strict code, and neither is here: whoever uses them means what they do elsewhere.
    private void CheckName(Identifier name)
    {
        if (name.Name == "arguments") throw Error(name.Position, "'arguments' is not part of the language; use a rest parameter.");
        if (name.Name == "eval") throw Error(name.Position, "'eval' is not part of the language.");
    }
}
