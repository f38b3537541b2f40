namespace TopGun.Scripting.Syntax;

/// <summary><c>var</c>, <c>let</c> or <c>const</c>.</summary>
internal sealed class VariableDeclaration(int position, VariableKind kind, Declarator[] declarators) : Statement(position)
{
    public VariableKind Kind { get; } = kind;

    public Declarator[] Declarators { get; } = declarators;

    public List<Identifier> Names()
    {
        var names = new List<Identifier>();
        foreach (var declarator in Declarators) declarator.Target.CollectNames(names);
        return names;
    }

    public override void Bind(Binder binder)
    {
        if (Kind == VariableKind.Var) binder.RequireNoShadow(Names());
        foreach (var declarator in Declarators)
        {
            binder.Bind(declarator.Target);
            binder.Bind(declarator.Value);
        }
    }

    public override Completion Execute(Frame frame)
    {
        foreach (var declarator in Declarators)
        {
            frame.Meter.Step();
            // A var without a value keeps the one it has; a let starts anew in every round of a loop.
            if (declarator.Value is { } value) declarator.Target.Store(frame, value.Evaluate(frame), Storing.Declare);
            else if (Kind != VariableKind.Var) declarator.Target.Store(frame, JsValue.Undefined, Storing.Declare);
        }
        return Completion.Normal;
    }
}
