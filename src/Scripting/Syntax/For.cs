namespace TopGun.Scripting.Syntax;

/// <summary><c>for (a; b; c) d</c></summary>
internal sealed class For(int position, Node? start, Expression? condition, Expression? step, Statement body) : Loop(position)
{
    private Scope _scope = null!;

    public override void Bind(Binder binder)
    {
        _scope = binder.OpenScope();
        if (start is VariableDeclaration { Kind: not VariableKind.Var } declaration) binder.DeclareAll(declaration.Names(), declaration.Kind);
        binder.Bind(start);
        binder.Bind(condition);
        binder.Bind(step);
        binder.Bind(body);
        binder.CloseScope();
    }

    public override Completion Execute(Frame frame)
    {
        var around = frame.Environment;
        _scope.Enter(frame);
        if (start is Statement declaration) declaration.Execute(frame);
        else (start as Expression)?.Evaluate(frame);
        _scope.Renew(frame);
        var result = Completion.Normal;
        while (true)
        {
            frame.Meter.Step();
            if (condition is not null && !Conversion.ToBoolean(condition.Evaluate(frame))) break;
            result = body.Execute(frame);
            if (!GoesOn(frame, ref result)) break;
            // The step belongs to the next round: closures of this one keep their values.
            _scope.Renew(frame);
            step?.Evaluate(frame);
        }
        frame.Environment = around;
        return result;
    }
}
