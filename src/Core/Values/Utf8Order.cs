namespace TopGun.Core.Values;

/// <summary>The byte order of texts in UTF-8, which is the order of their Unicode code points, in every language.</summary>
/// <remarks>It differs from ordinal order in .NET where surrogates meet characters above U+D7FF.</remarks>
public static class Utf8Order
{
    /// <summary>A comparer in this order.</summary>
    public static IComparer<string> Comparer { get; } = Comparer<string>.Create(Compare);

    /// <summary>Compares two texts.</summary>
    public static int Compare(string left, string right)
    {
        var common = left.AsSpan().CommonPrefixLength(right);
        if (common == left.Length || common == right.Length) return left.Length.CompareTo(right.Length);

        // Within a surrogate pair the first halves may have been equal; a lone or second half still compares as a surrogate.
        char l = left[common], r = right[common];
        return char.IsSurrogate(l) == char.IsSurrogate(r) ? l.CompareTo(r) : Rank(l).CompareTo(Rank(r));
    }

    // Code points above U+FFFF are above all of the basic plane.
    private static int Rank(char letter) => char.IsSurrogate(letter) ? 0x10000 + letter : letter;
}
