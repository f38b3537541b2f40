namespace TopGun.Scripting.Syntax;

/// <summary>A function that is there from the start of its block.</summary>
internal sealed class FunctionDeclaration(int position, Identifier name, FunctionExpression function) : Statement(position)
{
    public Identifier Name { get; } = name;

    public override void Bind(Binder binder)
    {
        binder.Bind(Name);
        binder.Bind(function);
    }

    /// <summary>Makes the function when its block is entered.</summary>
    public void Hoist(Frame frame) => Name.Store(frame, function.Make(frame), Storing.Declare);

    public override Completion Execute(Frame frame) => Completion.Normal;
}
