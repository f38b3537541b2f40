namespace TopGun.Scripting.Syntax;

/// <summary>Which value <c>++</c> and <c>--</c> have.</summary>
internal enum UpdateResult
{
    /// <summary>That before: the operator stands behind.</summary>
    Before,

    /// <summary>That after: the operator stands in front.</summary>
    After,
}
