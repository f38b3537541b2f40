namespace TopGun.Scripting.Syntax;

/// <summary>Statements in braces.</summary>
internal sealed class Block(int position, Statement[] statements) : Statement(position)
{
    private Scope _scope = null!;

    public Statement[] Statements { get; } = statements;

    public override void Bind(Binder binder)
    {
        _scope = binder.OpenScope();
        binder.DeclareLexical(Statements);
        binder.BindAll(Statements);
        binder.CloseScope();
    }

    public override Completion Execute(Frame frame)
    {
        if (_scope.IsEmpty) return ExecuteAll(Statements, frame);
        var around = frame.Environment;
        _scope.Enter(frame);
        var completion = ExecuteAll(Statements, frame);
        frame.Environment = around;
        return completion;
    }
}
