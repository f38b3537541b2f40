namespace TopGun.Scripting.Regex;

/// <summary>A regular expression that is not valid, or cannot be matched in linear time.</summary>
internal sealed class RegexSyntaxException(string message, int position) : Exception(message)
{
    /// <summary>Where in the pattern.</summary>
    public int Position { get; } = position;
}
