namespace TopGun.Scripting.Syntax;

/// <summary><c>while (a) b</c></summary>
internal sealed class While(int position, Expression condition, Statement body) : Loop(position)
{
    public override void Bind(Binder binder)
    {
        binder.Bind(condition);
        binder.Bind(body);
    }

    public override Completion Execute(Frame frame)
    {
        while (true)
        {
            frame.Meter.Step();
            if (!Conversion.ToBoolean(condition.Evaluate(frame))) return Completion.Normal;
            var completion = body.Execute(frame);
            if (!GoesOn(frame, ref completion)) return completion;
        }
    }
}
