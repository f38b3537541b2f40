namespace TopGun.Scripting.Syntax;

/// <summary>A private member: <c>a.#b</c>.</summary>
internal sealed class PrivateMember(int position, Expression holder, string name, bool optional) : Reference(position)
{
    private PropertyKey _key;

    public override void Bind(Binder binder)
    {
        binder.Bind(holder);
        _key = PropertyKey.Of(binder.ResolvePrivate(name, Position));
    }

    public override JsValue Evaluate(Frame frame)
    {
        Resolve(frame, out var target, out var key);
        return target.IsHole ? target : Load(frame, target, key);
    }

    public override void Resolve(Frame frame, out JsValue target, out PropertyKey key)
    {
        frame.Meter.Step();
        target = holder.Evaluate(frame);
        if (optional && target.IsNullish) target = JsValue.Hole;
        key = _key;
    }

    public override JsValue Load(Frame frame, JsValue target, PropertyKey key)
    {
        frame.Machine.Position = Position;
        if (target.Reference is not JsObject obj || !obj.TryGetOwnPrivate(key, out var value, out var flags))
            throw frame.Machine.TypeError($"Cannot read private member {name} from an object whose class did not declare it");
        if ((flags & PropertyFlags.Accessor) == 0) return value;
        if (((Accessor)value.Reference!).Getter is not { } getter) throw frame.Machine.TypeError($"'{name}' was defined without a getter");
        return frame.Machine.Call(getter, target, []);
    }

    public override void StoreAt(Frame frame, JsValue target, PropertyKey key, JsValue value)
    {
        frame.Machine.Position = Position;
        if (target.Reference is not JsObject obj || !obj.TryGetOwnPrivate(key, out var current, out var flags))
            throw frame.Machine.TypeError($"Cannot write private member {name} to an object whose class did not declare it");
        if ((flags & PropertyFlags.Accessor) != 0)
        {
            if (((Accessor)current.Reference!).Setter is not { } setter) throw frame.Machine.TypeError($"'{name}' was defined without a setter");
            frame.Machine.Call(setter, target, [value]);
            return;
        }
        if ((flags & PropertyFlags.Writable) == 0) throw frame.Machine.TypeError($"Private method '{name}' is not writable");
        obj.SetPrivate(key, value);
    }
}
