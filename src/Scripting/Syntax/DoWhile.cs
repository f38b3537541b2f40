namespace TopGun.Scripting.Syntax;

/// <summary><c>do a while (b)</c></summary>
internal sealed class DoWhile(int position, Statement body, Expression condition) : Loop(position)
{
    public override void Bind(Binder binder)
    {
        binder.Bind(body);
        binder.Bind(condition);
    }

    public override Completion Execute(Frame frame)
    {
        while (true)
        {
            frame.Meter.Step();
            var completion = body.Execute(frame);
            if (!GoesOn(frame, ref completion)) return completion;
            if (!Conversion.ToBoolean(condition.Evaluate(frame))) return Completion.Normal;
        }
    }
}
