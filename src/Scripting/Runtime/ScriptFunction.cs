namespace TopGun.Scripting.Runtime;

/// <summary>A function written in the language, with the variables around it.</summary>
internal sealed class ScriptFunction : JsFunction
{
    private readonly Bindings? _environment;
    private readonly Frame? _lexicalFrame;

    public ScriptFunction(FunctionCode code, Bindings? environment, Frame? lexicalFrame)
        : base(Intrinsics.FunctionPrototype)
    {
        Code = code;
        _environment = environment;
        _lexicalFrame = lexicalFrame;
        GivenName = code.Name;
    }

    public FunctionCode Code { get; }

    public override int Nesting => Code.Nesting;

    public override bool IsConstructor => Code.Kind is FunctionKind.Ordinary or FunctionKind.Constructor or FunctionKind.DerivedConstructor;

    /// <summary>The object whose prototype <c>super</c> looks at.</summary>
    public JsObject? Home { get; set; }

    /// <summary>The fields that this class gives to its instances; null when there are none, or this is no class.</summary>
    public InstanceFields? Fields { get; set; }

    public string GivenName { get; set; }

    protected override string Name => GivenName;

    protected override int ParameterCount => Code.ParameterCount;

    public override JsValue Invoke(Machine machine, JsValue self, JsValue[] arguments)
    {
        if (Code.Kind is FunctionKind.Constructor or FunctionKind.DerivedConstructor)
            throw machine.TypeError($"Class constructor {Name} cannot be invoked without 'new'");
        return Run(new Frame(machine, this, self, arguments, _environment, _lexicalFrame, null));
    }

    public override JsValue InvokeConstructor(Machine machine, JsValue[] arguments, JsFunction newTarget)
    {
        var derived = Code.Kind == FunctionKind.DerivedConstructor;
        var self = JsValue.Uninitialised;
        if (!derived)
        {
            machine.Meter.Allocate(Meter.ObjectBytes);
            self = new JsObject(machine.PrototypeOf(newTarget, Intrinsics.ObjectPrototype));
            Fields?.AddTo(machine, self.AsObject);
        }
        var frame = new Frame(machine, this, self, arguments, _environment, null, newTarget);
        var returned = Run(frame);
        if (returned.IsObject) return returned;
        if (derived && !returned.IsUndefined) throw machine.TypeError("Derived constructors may only return object or undefined");
        if (frame.This.IsUninitialised)
            throw machine.ReferenceError("Must call super constructor in derived class before accessing 'this' or returning from derived constructor");
        return frame.This;
    }

    public override bool TryGetOwn(PropertyKey key, out JsValue value, out PropertyFlags flags)
    {
        if (base.TryGetOwn(key, out value, out flags)) return true;
        if (Code.Kind != FunctionKind.Ordinary || !key.Is("prototype")) return false;
        var made = new JsObject(Intrinsics.ObjectPrototype);
        made.DefineOwn(null, PropertyKey.Named("constructor"), this, PropertyFlags.Hidden);
        DefineOwn(null, key, made, PropertyFlags.Writable);
        value = made;
        flags = PropertyFlags.Writable;
        return true;
    }

    private JsValue Run(Frame frame)
    {
        var meter = frame.Meter;
        meter.Allocate(128 + ((long)Meter.SlotBytes * Code.LocalCount));
        Code.Scope.Enter(frame);
        Code.BindParameters(frame);
        if (Code.Expression is { } expression) return expression.Evaluate(frame);
        return Statement.ExecuteAll(Code.Statements, frame) == Completion.Return ? frame.Result : JsValue.Undefined;
    }
}
