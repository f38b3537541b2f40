namespace TopGun.Scripting.Syntax;

/// <summary>What all closures of one function share.</summary>
internal sealed class FunctionCode(int position, FunctionKind kind)
{
    /// <summary>What entering a function takes on the host's stack apart from its own nodes, in levels of nesting.</summary>
    private const int CallNesting = 4;

    public int Position { get; } = position;

    public FunctionKind Kind { get; } = kind;

    public string Name { get; set; } = "";

    public Target[] Parameters { get; set; } = [];

    public Target? Rest { get; set; }

    public Statement[] Statements { get; set; } = [];

    /// <summary>The body of an arrow function without braces; null for any other.</summary>
    public Expression? Expression { get; set; }

    /// <summary>The names that var declares anywhere in the body.</summary>
    public List<Identifier> VarNames { get; } = [];

    public Scope Scope { get; set; } = null!;

    public int LocalCount { get; set; }

    /// <summary>Whether the parameters are all the locals there are: then the arguments of a call can hold them.</summary>
    public bool ParametersAreLocals { get; private set; }

    /// <summary>Settles what follows from the bound body.</summary>
    public void Close()
        => ParametersAreLocals = LocalCount == Parameters.Length && Rest is null && !Scope.HasEnvironment && Parameters.All(parameter => parameter is Identifier);

    /// <summary>How deep the nodes of the body nest.</summary>
    public int NodeDepth { get; set; }

    public int Nesting => NodeDepth + CallNesting;

    /// <summary>The parameters before the first with a default: what <c>length</c> says.</summary>
    public int ParameterCount
        => Array.FindIndex(Parameters, parameter => parameter is DefaultTarget) is var first and >= 0 ? first : Parameters.Length;

    public void BindParameters(Frame frame)
    {
        var arguments = frame.Arguments;
        if (ReferenceEquals(arguments, frame.Locals)) return;
        for (var i = 0; i < Parameters.Length; i++)
            Parameters[i].Store(frame, i < arguments.Length ? arguments[i] : JsValue.Undefined, Storing.Declare);
        Rest?.Store(frame, frame.Machine.NewArray(arguments.Length > Parameters.Length ? arguments[Parameters.Length..] : []), Storing.Declare);
    }
}
