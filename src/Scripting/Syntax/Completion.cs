namespace TopGun.Scripting.Syntax;

/// <summary>How a statement ended, when it did not throw.</summary>
internal enum Completion
{
    Normal,

    /// <summary>To the end of the loop, switch or label that <see cref="Frame.Label"/> names, or the nearest without one.</summary>
    Break,

    /// <summary>To the next round of the loop that <see cref="Frame.Label"/> names, or the nearest without one.</summary>
    Continue,

    /// <summary>Out of the function with <see cref="Frame.Result"/>.</summary>
    Return,
}
