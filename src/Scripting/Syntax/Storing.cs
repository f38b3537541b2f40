namespace TopGun.Scripting.Syntax;

/// <summary>Whether a store gives a variable its first value or another one.</summary>
internal enum Storing
{
    /// <summary>The declaration itself: a const gets its value.</summary>
    Declare,

    /// <summary>An assignment: a const stays.</summary>
    Assign,
}
