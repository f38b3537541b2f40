using System.Text;

namespace TopGun.Server.Storage.Forms;

/// <summary>Turns the owners of a map's records into strings, one for each user, however many records he has.</summary>
internal sealed class OwnerNames
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private char[] _letters = new char[128];

    /// <summary>The owner whose name has these bytes of UTF-8; null for none.</summary>
    public string? Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return null;
        if (_letters.Length < utf8.Length) _letters = new char[utf8.Length];
        var letters = _letters.AsSpan(0, Encoding.UTF8.GetChars(utf8, _letters));
        var names = _names.GetAlternateLookup<ReadOnlySpan<char>>();
        if (names.TryGetValue(letters, out var known)) return known;
        names.Add(letters);
        return names.TryGetValue(letters, out var added) ? added : throw new InvalidOperationException("A name that was added is not there.");
    }
}
