namespace TopGun.Core.Resolvers;

/// <summary>A pattern of keys: <c>*</c> stands for any characters, also for none, and <c>?</c> for one; all others stand for themselves.</summary>
/// <remarks>Immutable. Matching takes a few steps for each character of the key, whatever the pattern.</remarks>
public sealed class KeyPattern
{
    /// <summary>The longest pattern, in characters.</summary>
    public const int MaxLength = 256;

    private readonly string _text;

    // What comes before the first wildcard. Most patterns have one star, at their end, and are decided by it.
    private readonly string _prefix;
    private readonly bool _isPrefix;
    private readonly PatternStates? _rest;

    /// <summary>Makes a pattern.</summary>
    /// <exception cref="ArgumentException">It is empty or too long.</exception>
    public KeyPattern(string text)
    {
        if (!IsValid(text)) throw new ArgumentException($"A key pattern of {text?.Length ?? 0} characters; 1 to {MaxLength} are accepted.", nameof(text));
        _text = text;
        var wildcard = text.AsSpan().IndexOfAny('*', '?');
        _prefix = wildcard < 0 ? text : text[..wildcard];
        _isPrefix = wildcard >= 0 && text.AsSpan(wildcard).Trim('*').IsEmpty;
        if (wildcard >= 0 && !_isPrefix) _rest = new PatternStates(text[wildcard..]);
    }

    /// <summary>The pattern of all keys.</summary>
    public static KeyPattern Any { get; } = new("*");

    /// <summary>Whether a text can be a pattern.</summary>
    public static bool IsValid(string? text) => text is { Length: >= 1 and <= MaxLength };

    /// <summary>Whether a key fits.</summary>
    public bool Matches(string key)
    {
        if (!key.StartsWith(_prefix, StringComparison.Ordinal)) return false;
        return _isPrefix || (_rest is null ? key.Length == _prefix.Length : _rest.Matches(key.AsSpan(_prefix.Length)));
    }

    /// <summary>The pattern as it was given.</summary>
    public override string ToString() => _text;
}
