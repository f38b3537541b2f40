namespace TopGun.Scripting.Syntax;

/// <summary>A loop over the items of something.</summary>
internal abstract class ForEach(int position, Target target, VariableKind? declared, Expression source, Statement body) : Loop(position)
{
    private Scope _scope = null!;

    protected Expression Source { get; } = source;

    public override void Bind(Binder binder)
    {
        // The source cannot see the variable of the loop.
        binder.Bind(Source);
        _scope = binder.OpenScope();
        if (declared is VariableKind.Let or VariableKind.Const)
        {
            var names = new List<Identifier>();
            target.CollectNames(names);
            binder.DeclareAll(names, declared.Value);
        }
        binder.Bind(target);
        binder.Bind(body);
        binder.CloseScope();
    }

    protected Completion Round(Frame frame, JsValue item)
    {
        frame.Meter.Step();
        var around = frame.Environment;
        _scope.Enter(frame);
        target.Store(frame, item, declared is null ? Storing.Assign : Storing.Declare);
        var completion = body.Execute(frame);
        frame.Environment = around;
        return completion;
    }
}
