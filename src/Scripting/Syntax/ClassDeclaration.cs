namespace TopGun.Scripting.Syntax;

/// <summary>A class in a statement of its own.</summary>
internal sealed class ClassDeclaration(int position, Identifier name, ClassExpression definition) : Statement(position)
{
    public Identifier Name { get; } = name;

    public override void Bind(Binder binder)
    {
        binder.Bind(Name);
        binder.Bind(definition);
    }

    public override Completion Execute(Frame frame)
    {
        Name.Store(frame, definition.Evaluate(frame), Storing.Declare);
        return Completion.Normal;
    }
}
