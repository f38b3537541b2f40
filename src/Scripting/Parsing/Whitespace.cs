namespace TopGun.Scripting.Parsing;

/// <summary>What the language takes for white space and for the end of a line.</summary>
internal static class Whitespace
{
    public static bool IsLineEnd(char c) => c is '\n' or '\r' or '\u2028' or '\u2029';

    public static bool Is(char c) => c switch
    {
        ' ' or '\t' or '\v' or '\f' or '\u00A0' or '\uFEFF' => true,
        < '\u1680' => IsLineEnd(c),
        _ => IsLineEnd(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.SpaceSeparator,
    };

    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text, bool start, bool end)
    {
        var first = 0;
        var last = text.Length;
        while (start && first < last && Is(text[first])) first++;
        while (end && last > first && Is(text[last - 1])) last--;
        return text[first..last];
    }
}
