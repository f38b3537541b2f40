namespace TopGun.Scripting.Syntax;

/// <summary>What a member of an object literal or class is.</summary>
internal enum MemberKind
{
    Value,
    Method,
    Getter,
    Setter,
    Spread,

    /// <summary>A field of a class.</summary>
    Field,

    /// <summary>A block of statements that runs when the class is made.</summary>
    StaticBlock,
}
