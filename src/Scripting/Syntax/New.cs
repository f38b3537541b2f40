namespace TopGun.Scripting.Syntax;

/// <summary>The making of an object: <c>new a(...)</c>.</summary>
internal sealed class New(int position, Expression callee, Expression[] arguments) : Expression(position)
{
    public override void Bind(Binder binder)
    {
        binder.Bind(callee);
        binder.BindAll(arguments);
    }

    public override JsValue Evaluate(Frame frame)
    {
        frame.Meter.Step();
        var constructor = callee.Evaluate(frame);
        var values = Syntax.Arguments.Evaluate(frame, arguments);
        frame.Machine.Position = Position;
        if (constructor.Reference is not JsFunction function) throw frame.Machine.TypeError($"{ErrorText.Name(constructor)} is not a constructor");
        return frame.Machine.Construct(function, values, function);
    }
}
