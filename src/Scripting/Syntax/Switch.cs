namespace TopGun.Scripting.Syntax;

/// <summary><c>switch</c></summary>
internal sealed class Switch(int position, Expression subject, SwitchCase[] cases) : Statement(position)
{
    private Scope _scope = null!;

    public override void Bind(Binder binder)
    {
        binder.Bind(subject);
        _scope = binder.OpenScope();
        foreach (var one in cases) binder.DeclareLexical(one.Statements);
        foreach (var one in cases)
        {
            binder.Bind(one.Test);
            binder.BindAll(one.Statements);
        }
        binder.CloseScope();
    }

    public override Completion Execute(Frame frame)
    {
        var value = subject.Evaluate(frame);
        var around = frame.Environment;
        _scope.Enter(frame);
        var completion = Completion.Normal;
        for (var i = Find(frame, value); i < cases.Length && completion == Completion.Normal; i++)
            completion = ExecuteAll(cases[i].Statements, frame);
        frame.Environment = around;
        return completion == Completion.Break && frame.Label is null ? Completion.Normal : completion;
    }

    private int Find(Frame frame, JsValue value)
    {
        for (var i = 0; i < cases.Length; i++)
        {
            frame.Meter.Step();
            if (cases[i].Test is { } test && Equality.Strict(frame.Meter, test.Evaluate(frame), value)) return i;
        }
        var fallback = Array.FindIndex(cases, one => one.Test is null);
        return fallback < 0 ? cases.Length : fallback;
    }
}
