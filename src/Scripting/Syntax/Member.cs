namespace TopGun.Scripting.Syntax;

/// <summary>A property by its name: <c>a.b</c>.</summary>
internal sealed class Member(int position, Expression holder, string name, bool optional) : Reference(position)
{
    private readonly PropertyKey _key = PropertyKey.Named(name);

    /// <summary>The spelling of a chain of names, for messages.</summary>
    public string Describe() => holder switch
    {
        Identifier identifier => $"{identifier.Name}.{name}",
        Member member => $"{member.Describe()}.{name}",
        ThisExpression => $"this.{name}",
        _ => $"(intermediate value).{name}",
    };

    public override void Bind(Binder binder) => binder.Bind(holder);

    public override JsValue Evaluate(Frame frame)
    {
        frame.Meter.Step();
        var target = holder.Evaluate(frame);
        if (target.IsHole) return target;
        if (optional && target.IsNullish) return JsValue.Hole;
        return Load(frame, target, _key);
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
        return target.Reference is JsObject obj ? obj.Get(frame.Machine, _key, target) : Access.Get(frame.Machine, target, _key);
    }

    public override void StoreAt(Frame frame, JsValue target, PropertyKey key, JsValue value)
    {
        frame.Machine.Position = Position;
        Access.Set(frame.Machine, target, key, value);
    }
}
