using TopGun.Scripting.Syntax;

namespace TopGun.Scripting.Parsing;

/// <summary>The operators of the language as they are written, and how strongly they bind: the higher, the stronger.</summary>
internal static class Operators
{
    public static readonly Dictionary<string, (int Precedence, BinaryOperator Operator)> Binary = new(StringComparer.Ordinal)
    {
        ["|"] = (4, BinaryOperator.Or),
        ["^"] = (5, BinaryOperator.Xor),
        ["&"] = (6, BinaryOperator.And),
        ["=="] = (7, BinaryOperator.Equal),
        ["!="] = (7, BinaryOperator.NotEqual),
        ["==="] = (7, BinaryOperator.StrictEqual),
        ["!=="] = (7, BinaryOperator.StrictNotEqual),
        ["<"] = (8, BinaryOperator.Less),
        ["<="] = (8, BinaryOperator.LessOrEqual),
        [">"] = (8, BinaryOperator.Greater),
        [">="] = (8, BinaryOperator.GreaterOrEqual),
        ["instanceof"] = (8, BinaryOperator.InstanceOf),
        ["in"] = (8, BinaryOperator.In),
        ["<<"] = (9, BinaryOperator.ShiftLeft),
        [">>"] = (9, BinaryOperator.ShiftRight),
        [">>>"] = (9, BinaryOperator.ShiftRightUnsigned),
        ["+"] = (10, BinaryOperator.Add),
        ["-"] = (10, BinaryOperator.Subtract),
        ["*"] = (11, BinaryOperator.Multiply),
        ["/"] = (11, BinaryOperator.Divide),
        ["%"] = (11, BinaryOperator.Remainder),
        ["**"] = (12, BinaryOperator.Power),
    };

    public static readonly Dictionary<string, (int Precedence, LogicalOperator Operator)> Logical = new(StringComparer.Ordinal)
    {
        ["??"] = (1, LogicalOperator.Coalesce),
        ["||"] = (2, LogicalOperator.Or),
        ["&&"] = (3, LogicalOperator.And),
    };

    public static readonly Dictionary<string, UnaryOperator> Unary = new(StringComparer.Ordinal)
    {
        ["+"] = UnaryOperator.Plus,
        ["-"] = UnaryOperator.Minus,
        ["!"] = UnaryOperator.Not,
        ["~"] = UnaryOperator.BitNot,
        ["typeof"] = UnaryOperator.TypeOf,
        ["void"] = UnaryOperator.Void,
    };
}
