namespace TopGun.Scripting.Syntax;

/// <summary>Whether an object has a private member: <c>#a in b</c>.</summary>
internal sealed class PrivateIn(int position, string name, Expression operand) : Expression(position)
{
    private PropertyKey _key;

    public override void Bind(Binder binder)
    {
        _key = PropertyKey.Of(binder.ResolvePrivate(name, Position));
        binder.Bind(operand);
    }

    public override JsValue Evaluate(Frame frame)
    {
        frame.Meter.Step();
        var target = operand.Evaluate(frame);
        frame.Machine.Position = Position;
        if (target.Reference is not JsObject obj) throw frame.Machine.TypeError("Cannot use 'in' operator to search for a private member in what is no object");
        return obj.TryGetOwnPrivate(_key, out _, out _);
    }
}
