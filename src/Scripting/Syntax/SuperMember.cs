namespace TopGun.Scripting.Syntax;

/// <summary>A property of the parent's prototype: <c>super.a</c> or <c>super[a]</c>.</summary>
internal sealed class SuperMember(int position, string? name, Expression? computed) : Reference(position)
{
    public override void Bind(Binder binder) => binder.Bind(computed);

    public override JsValue Evaluate(Frame frame)
    {
        Resolve(frame, out var self, out var key);
        return Load(frame, self, key);
    }

    public override void Resolve(Frame frame, out JsValue self, out PropertyKey key)
    {
        frame.Meter.Step();
        self = frame.This;
        frame.Machine.Position = Position;
        if (self.IsUninitialised)
            throw frame.Machine.ReferenceError("Must call super constructor in derived class before accessing 'this' or returning from derived constructor");
        key = name is not null ? PropertyKey.Named(name) : Conversion.ToKey(frame.Machine, computed!.Evaluate(frame));
    }

    public override JsValue Load(Frame frame, JsValue self, PropertyKey key)
    {
        frame.Machine.Position = Position;
        return frame.Owner.Function.Home?.Prototype is { } parent ? parent.Get(frame.Machine, key, self) : JsValue.Undefined;
    }

    public override void StoreAt(Frame frame, JsValue self, PropertyKey key, JsValue value)
    {
        frame.Machine.Position = Position;
        Access.Set(frame.Machine, self, key, value);
    }
}
