namespace TopGun.Scripting.Syntax;

/// <summary>One member of a class body.</summary>
internal sealed class ClassMember
{
    public required int Position { get; init; }

    public required MemberKind Kind { get; init; }

    public required bool IsStatic { get; init; }

    /// <summary>The key when the source spells it out; null when it is computed or private.</summary>
    public PropertyKey? Key { get; init; }

    public Expression? ComputedKey { get; init; }

    public PrivateName? PrivateName { get; set; }

    /// <summary>The spelling of a private name, '#' included.</summary>
    public string? PrivateText { get; init; }

    /// <summary>The value of a field; null for undefined.</summary>
    public Expression? Value { get; init; }

    public Block? Block { get; init; }

    public FunctionExpression? Function { get; init; }
}
