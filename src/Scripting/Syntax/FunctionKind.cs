namespace TopGun.Scripting.Syntax;

/// <summary>What a function is for, which decides how it may be called.</summary>
internal enum FunctionKind
{
    Ordinary,
    Arrow,
    Method,
    Constructor,
    DerivedConstructor,
}
