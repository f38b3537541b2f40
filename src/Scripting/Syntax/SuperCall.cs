namespace TopGun.Scripting.Syntax;

/// <summary>The call of the parent's constructor: <c>super(...)</c>.</summary>
internal sealed class SuperCall(int position, Expression[] arguments) : Expression(position)
{
    public override void Bind(Binder binder) => binder.BindAll(arguments);

    public override JsValue Evaluate(Frame frame)
    {
        frame.Meter.Step();
        var owner = frame.Owner;
        var values = Syntax.Arguments.Evaluate(frame, arguments);
        frame.Machine.Position = Position;
        if (owner.Function.Prototype is not JsFunction { IsConstructor: true } parent)
            throw frame.Machine.TypeError("Super constructor is not a constructor");
        var made = frame.Machine.Construct(parent, values, owner.NewTarget!);
        if (!frame.This.IsUninitialised) throw frame.Machine.ReferenceError("Super constructor may only be called once");
        frame.This = made;
        owner.Function.Fields?.AddTo(frame.Machine, made.AsObject);
        return made;
    }
}
