namespace TopGun.Scripting.Syntax;

/// <summary>The use of a variable.</summary>
internal sealed class Identifier(int position, string name) : Reference(position)
{
    private int _hops = -1;
    private int _index;
    private Variable? _variable;

    // What a name means that no scope declares: a built-in, or undefined.
    private JsValue _global;

    public string Name { get; } = name;

    public override void Bind(Binder binder) => binder.Resolve(this);

    public void BindTo(Variable variable) => _variable = variable;

    public void BindToGlobal(JsValue value) => _global = value;

    /// <summary>Settles where the variable lives: so many environments out, or -1 for a local of the frame.</summary>
    public void Locate(int hops, int index)
    {
        _hops = hops;
        _index = index;
    }

    public override JsValue Evaluate(Frame frame)
    {
        if (_variable is null) return _global;
        var value = Slot(frame);
        if (value.IsUninitialised) ThrowUninitialised(frame);
        return value;
    }

    public override void Store(Frame frame, JsValue value, Storing storing)
    {
        if (storing == Storing.Declare) Slot(frame) = value;
        else StoreAt(frame, default, default, value);
    }

    public override void Resolve(Frame frame, out JsValue holder, out PropertyKey key)
    {
        holder = default;
        key = default;
    }

    public override JsValue Load(Frame frame, JsValue holder, PropertyKey key) => Evaluate(frame);

    public override void StoreAt(Frame frame, JsValue holder, PropertyKey key, JsValue value)
    {
        if (_variable is null) throw Fail(frame).TypeError($"{Name} is built in and cannot be replaced");
        ref var slot = ref Slot(frame);
        if (slot.IsUninitialised) ThrowUninitialised(frame);
        if (_variable.Kind == VariableKind.Const) throw Fail(frame).TypeError("Assignment to constant variable.");
        slot = value;
    }

    public override void CollectNames(List<Identifier> names) => names.Add(this);

    private ref JsValue Slot(Frame frame)
    {
        if (_hops < 0) return ref frame.Locals[_index];
        var environment = frame.Environment!;
        for (var hops = _hops; hops > 0; hops--) environment = environment.Parent!;
        return ref environment.Slots[_index];
    }

    private void ThrowUninitialised(Frame frame) => throw Fail(frame).ReferenceError($"Cannot access '{Name}' before initialization");

    private Machine Fail(Frame frame)
    {
        frame.Machine.Position = Position;
        return frame.Machine;
    }
}
