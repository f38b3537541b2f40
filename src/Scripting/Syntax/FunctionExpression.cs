namespace TopGun.Scripting.Syntax;

/// <summary>A function, arrow function or method where it is made.</summary>
internal sealed class FunctionExpression(int position, FunctionCode code, string? selfName) : Expression(position)
{
    private Identifier? _self;
    private Scope? _selfScope;

    public FunctionCode Code { get; } = code;

    public override void Bind(Binder binder)
    {
        if (selfName is null)
        {
            binder.BindFunction(Code);
            return;
        }
        // The name of a function expression is known inside of it only.
        _self = new Identifier(Position, selfName);
        _selfScope = binder.OpenScope();
        binder.Declare(_self, VariableKind.Const);
        binder.Bind(_self);
        binder.BindFunction(Code);
        binder.CloseScope();
    }

    public override JsValue Evaluate(Frame frame) => Make(frame);

    public ScriptFunction Make(Frame frame)
    {
        frame.Meter.Step();
        frame.Meter.Allocate(Metering.Meter.ObjectBytes + 48);
        if (_selfScope is null) return new ScriptFunction(Code, frame.Environment, Code.Kind == FunctionKind.Arrow ? frame.Owner : null);
        var around = frame.Environment;
        _selfScope.Enter(frame);
        var function = new ScriptFunction(Code, frame.Environment, null);
        _self!.Store(frame, function, Storing.Declare);
        frame.Environment = around;
        return function;
    }

    /// <summary>Adds a method, getter or setter to an object.</summary>
    public void DefineOn(Frame frame, JsObject target, PropertyKey key, MemberKind kind, PropertyFlags flags, JsObject home)
    {
        var function = Make(frame);
        function.Home = home;
        var text = NameOf(key);
        if (kind != MemberKind.Method) frame.Meter.Text(text.Length + 4);
        function.GivenName = kind switch { MemberKind.Getter => "get " + text, MemberKind.Setter => "set " + text, _ => text };
        if (kind == MemberKind.Method)
        {
            target.DefineOwn(frame.Meter, key, function, flags);
            return;
        }
        var other = target.TryGetOwn(key, out var current, out var currentFlags) && (currentFlags & PropertyFlags.Accessor) != 0
            ? (Accessor)current.Reference! : null;
        var accessor = kind == MemberKind.Getter ? new Accessor(function, other?.Setter) : new Accessor(other?.Getter, function);
        frame.Meter.Allocate(32);
        target.DefineOwn(frame.Meter, key, JsValue.Accessor(accessor), (flags | PropertyFlags.Accessor) & ~PropertyFlags.Writable);
    }

    /// <summary>Names a function after the computed key that it is stored under.</summary>
    public static void NameAfter(JsValue value, Expression source, PropertyKey key)
    {
        if (source is FunctionExpression { Code.Name: "" } && value.Reference is ScriptFunction { GivenName: "" } function) function.GivenName = NameOf(key);
    }

    public static string NameOf(PropertyKey key) => key.Name is JsSymbol symbol ? $"[{symbol.Description}]" : key.Text;
}
