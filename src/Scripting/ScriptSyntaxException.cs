namespace TopGun.Scripting;

/// <summary>A source text that cannot be compiled. The message names what was found and what is accepted.</summary>
public sealed class ScriptSyntaxException : Exception
{
    /// <summary>Makes one; engines do.</summary>
    /// <param name="message">What was found and what is accepted, in one line.</param>
    /// <param name="line">The line of the problem, from 1.</param>
    /// <param name="column">The column of the problem, from 1, in UTF-16 units.</param>
    public ScriptSyntaxException(string message, int line, int column)
        : base(message)
    {
        Line = line;
        Column = column;
    }

    /// <summary>The line of the problem, from 1.</summary>
    public int Line { get; }

    /// <summary>The column of the problem, from 1, in UTF-16 units.</summary>
    public int Column { get; }
}
