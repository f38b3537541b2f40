namespace TopGun.Scripting.Syntax;

/// <summary>The operators in front of one operand.</summary>
internal enum UnaryOperator
{
    Plus,
    Minus,
    Not,
    BitNot,
    TypeOf,
    Void,
}
