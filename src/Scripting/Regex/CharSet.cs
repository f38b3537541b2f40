using System.Globalization;

namespace TopGun.Scripting.Regex;

/// <summary>A set of characters: of UTF-16 units, or of code points with the flag u.</summary>
internal sealed class CharSet
{
    private readonly List<(int First, int Last)> _ranges = [];
    private readonly List<(int Categories, bool Negated)> _categories = [];
    private readonly List<CharSet> _sets = [];
    private bool _ignoreCase;
    private bool _unicode;

    public bool Negated { get; set; }

    /// <summary>How many visits of an instruction a look into the set is worth.</summary>
    public int Cost => (1 + ((_ranges.Count + (4 * _categories.Count)) >> 3) + _sets.Sum(set => set.Cost)) * (_ignoreCase ? 4 : 1);

    public static CharSet Of(int first, int last) => new CharSet().Add(first, last);

    public static CharSet Digits() => Of('0', '9');

    public static CharSet WordCharacters() => Of('a', 'z').Add('A', 'Z').Add('0', '9').Add('_', '_');

    public static CharSet WhiteSpace()
    {
        var set = Of('\t', '\r').Add(' ', ' ').Add(0xFEFF, 0xFEFF).Add(0x2028, 0x2029);
        set.AddCategories(1 << (int)UnicodeCategory.SpaceSeparator, negated: false);
        return set;
    }

    public static CharSet LineEnds() => Of('\n', '\n').Add('\r', '\r').Add(0x2028, 0x2029);

    public CharSet Add(int first, int last)
    {
        _ranges.Add((first, last));
        return this;
    }

    public void AddCategories(int categories, bool negated) => _categories.Add((categories, negated));

    public void Add(CharSet set) => _sets.Add(set);

    /// <summary>Makes upper and lower case the same.</summary>
    public CharSet IgnoringCase(bool unicode)
    {
        _ignoreCase = true;
        _unicode = unicode;
        return this;
    }

    public bool Contains(int c) => (_ignoreCase ? ContainsInAnyCase(c) : ContainsExactly(c)) != Negated;

    private bool ContainsInAnyCase(int c)
    {
        if (ContainsExactly(c)) return true;
        var canonical = Canonical(c);
        var lower = Lower(canonical);
        return IsVariant(canonical) || IsVariant(lower) || IsVariant(Lower(c)) || IsVariant(Upper(c));

        bool IsVariant(int other) => other != c && Canonical(other) == canonical && ContainsExactly(other);
    }

    // Without the flag u, upper case decides, and nothing beyond ASCII is equal to anything in it (ECMA-262, Canonicalize).
    private int Canonical(int c)
    {
        if (_unicode) return Lower(Upper(c));
        var upper = Upper(c);
        return c >= 128 && upper < 128 ? c : upper;
    }

    private bool ContainsExactly(int c)
    {
        foreach (var (first, last) in _ranges)
            if (c >= first && c <= last) return true;
        if (_categories.Count > 0)
        {
            var category = 1 << (int)CharUnicodeInfo.GetUnicodeCategory(c);
            foreach (var (categories, negated) in _categories)
                if (((categories & category) != 0) != negated) return true;
        }
        foreach (var set in _sets)
            if (set.Contains(c)) return true;
        return false;
    }

    private static int Upper(int c) => c <= 0xFFFF ? char.ToUpperInvariant((char)c) : System.Text.Rune.ToUpperInvariant(new System.Text.Rune(c)).Value;

    private static int Lower(int c) => c <= 0xFFFF ? char.ToLowerInvariant((char)c) : System.Text.Rune.ToLowerInvariant(new System.Text.Rune(c)).Value;
}
