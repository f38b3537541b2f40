namespace TopGun.Server.Auth;

/// <summary>A pattern of map names: <c>*</c> stands for any characters, <c>?</c> for one, <c>{sub}</c> for the user.</summary>
/// <remarks>The user is compared letter by letter: a user called <c>*</c> gets no further than the maps named after him.</remarks>
internal sealed class MapPattern
{
    private const string User = "{sub}";

    private readonly List<string> _parts = [];

    /// <summary>Makes a pattern.</summary>
    public MapPattern(string pattern)
    {
        for (var at = 0; at < pattern.Length;)
        {
            var part = pattern.AsSpan(at).StartsWith(User) ? User : pattern[at..(at + 1)];
            _parts.Add(part);
            at += part.Length;
        }
    }

    /// <summary>Whether a map's name fits, for a user.</summary>
    public bool Matches(ReadOnlySpan<char> map, string subject)
    {
        // The usual two-finger match: on a mismatch the last star takes one character more. Linear but for stars.
        int at = 0, part = 0, star = -1, resume = 0;
        while (at < map.Length || part < _parts.Count)
        {
            if (part < _parts.Count)
            {
                var wanted = _parts[part];
                if (wanted == "*")
                {
                    star = part++;
                    resume = at;
                    continue;
                }

                var literal = wanted == User ? subject : wanted;
                if (wanted == "?" ? at < map.Length : map[at..].StartsWith(literal, StringComparison.Ordinal))
                {
                    at += wanted == "?" ? 1 : literal.Length;
                    part++;
                    continue;
                }
            }

            if (star < 0 || resume >= map.Length) return false;
            at = ++resume;
            part = star + 1;
        }

        return true;
    }
}
