namespace TopGun.Scripting.Syntax;

/// <summary>A property by a computed key: <c>a[b]</c>.</summary>
internal sealed class Index(int position, Expression holder, Expression key, bool optional) : Reference(position)
{
    public override void Bind(Binder binder)
    {
        binder.Bind(holder);
        binder.Bind(key);
    }

    public override JsValue Evaluate(Frame frame)
    {
        Resolve(frame, out var target, out var resolved);
        return target.IsHole ? target : Load(frame, target, resolved);
    }

    public override void Resolve(Frame frame, out JsValue target, out PropertyKey resolved)
    {
        frame.Meter.Step();
        resolved = default;
        target = holder.Evaluate(frame);
        if (target.IsHole) return;
        if (optional && target.IsNullish)
        {
            target = JsValue.Hole;
            return;
        }
        var value = key.Evaluate(frame);
        frame.Machine.Position = Position;
        if (target.IsNullish) throw frame.Machine.TypeError($"Cannot read properties of {target}");
        resolved = Conversion.ToKey(frame.Machine, value);
    }

    public override JsValue Load(Frame frame, JsValue target, PropertyKey resolved)
    {
        frame.Machine.Position = Position;
        return Access.Get(frame.Machine, target, resolved);
    }

    public override void StoreAt(Frame frame, JsValue target, PropertyKey resolved, JsValue value)
    {
        frame.Machine.Position = Position;
        Access.Set(frame.Machine, target, resolved, value);
    }
}
