namespace TopGun.Core.Resolvers;

/// <summary>A pattern of keys: <c>*</c> stands for any characters, also for none, and <c>?</c> for one; all others stand for themselves.</summary>
/// <remarks>Immutable. Matching takes at most as many steps as key and pattern have characters, multiplied: some 100,000 at worst.</remarks>
public sealed class KeyPattern
{
    /// <summary>The longest pattern, in characters.</summary>
    public const int MaxLength = 256;

    private readonly string _text;

    /// <summary>Makes a pattern.</summary>
    /// <exception cref="ArgumentException">It is empty or too long.</exception>
    public KeyPattern(string text)
    {
        if (!IsValid(text)) throw new ArgumentException($"A key pattern of {text?.Length ?? 0} characters; 1 to {MaxLength} are accepted.", nameof(text));
        _text = text;
    }

    /// <summary>The pattern of all keys.</summary>
    public static KeyPattern Any { get; } = new("*");

    /// <summary>Whether a text can be a pattern.</summary>
    public static bool IsValid(string? text) => text is { Length: >= 1 and <= MaxLength };

    /// <summary>Whether a key fits.</summary>
    public bool Matches(string key)
    {
        // On a mismatch the last star takes one character more. Earlier stars need not: they took the first place that fits.
        int at = 0, part = 0, star = -1, resume = 0;
        while (at < key.Length)
        {
            var wanted = part < _text.Length ? _text[part] : default;
            if (wanted == '*')
            {
                if (part == _text.Length - 1) return true;
                star = part++;
                resume = at;
            }
            else if (wanted == '?')
            {
                at += LengthAt(key, at);
                part++;
            }
            else if (part < _text.Length && wanted == key[at])
            {
                at++;
                part++;
            }
            else if (star >= 0)
            {
                at = resume += LengthAt(key, resume);
                part = star + 1;
            }
            else
            {
                return false;
            }
        }

        return _text.AsSpan(part).Trim('*').IsEmpty;
    }

    /// <summary>The pattern as it was given.</summary>
    public override string ToString() => _text;

    // To people a character above U+FFFF is one, in C# it is two.
    private static int LengthAt(string key, int at) => at + 1 < key.Length && char.IsSurrogatePair(key[at], key[at + 1]) ? 2 : 1;
}
