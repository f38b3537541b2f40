namespace TopGun.Scripting.Regex;

/// <summary>The instructions of a compiled regular expression.</summary>
internal enum RegexOp
{
    /// <summary>Takes one character of a set.</summary>
    Set,

    /// <summary>Goes on at X, and with lower priority at Y.</summary>
    Split,

    /// <summary>Goes on at X.</summary>
    Jump,

    /// <summary>Notes the position in slot X.</summary>
    Save,

    /// <summary>Forgets the slots from X up to and without Y: a group in a loop counts only in its last round.</summary>
    Forget,

    LineStart,
    LineEnd,
    WordBoundary,
    NoWordBoundary,
    Match,
}
