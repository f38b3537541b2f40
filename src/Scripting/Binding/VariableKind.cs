namespace TopGun.Scripting.Binding;

/// <summary>How a variable was declared.</summary>
internal enum VariableKind
{
    /// <summary>By var, as a parameter, or as a function: there from the start.</summary>
    Var,

    /// <summary>By let or class: not to be touched before its declaration.</summary>
    Let,

    /// <summary>By const, or as the name of a function or class inside of itself: as let, and never assigned again.</summary>
    Const,
}
