namespace TopGun.Scripting.Syntax;

/// <summary>A call.</summary>
internal sealed class Call(int position, Expression callee, Expression[] arguments, bool optional) : Expression(position)
{
    public override void Bind(Binder binder)
    {
        binder.Bind(callee);
        binder.BindAll(arguments);
    }

    public override JsValue Evaluate(Frame frame)
    {
        frame.Meter.Step();
        var self = JsValue.Undefined;
        JsValue function;
        if (callee is Reference reference and not Identifier)
        {
            reference.Resolve(frame, out self, out var key);
            if (self.IsHole) return self;
            function = reference.Load(frame, self, key);
        }
        else
        {
            function = callee.Evaluate(frame);
            if (function.IsHole) return function;
        }
        if (optional && function.IsNullish) return JsValue.Hole;
        var values = Syntax.Arguments.Evaluate(frame, arguments);
        frame.Machine.Position = Position;
        if (function.Reference is JsFunction callable) return frame.Machine.Call(callable, self, values);
        throw frame.Machine.TypeError($"{Describe()} is not a function");
    }

    private string Describe() => callee switch
    {
        Identifier identifier => identifier.Name,
        Member member => member.Describe(),
        _ => "the called expression",
    };
}
