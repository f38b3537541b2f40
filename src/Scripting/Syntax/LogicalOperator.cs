namespace TopGun.Scripting.Syntax;

/// <summary>The operators that may leave their right operand alone.</summary>
internal enum LogicalOperator
{
    And,
    Or,
    Coalesce,
}
