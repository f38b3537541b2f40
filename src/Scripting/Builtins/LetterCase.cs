using System.Text;

namespace TopGun.Scripting.Builtins;

/// <summary>Upper and lower case without any language's rules, with the letters whose other case is longer (Unicode, SpecialCasing.txt).</summary>
internal static class LetterCase
{
    private static readonly Dictionary<char, string> LongCapitals = new()
    {
        ['\u00DF'] = "SS", ['\u0149'] = "\u02BCN", ['\u01F0'] = "J\u030C", ['\u0390'] = "\u0399\u0308\u0301", ['\u03B0'] = "\u03A5\u0308\u0301",
        ['\u0587'] = "\u0535\u0552", ['\u1E96'] = "H\u0331", ['\u1E97'] = "T\u0308", ['\u1E98'] = "W\u030A", ['\u1E99'] = "Y\u030A",
        ['\u1E9A'] = "A\u02BE", ['\uFB00'] = "FF", ['\uFB01'] = "FI", ['\uFB02'] = "FL", ['\uFB03'] = "FFI", ['\uFB04'] = "FFL", ['\uFB05'] = "ST",
        ['\uFB06'] = "ST",
    };

    public static string Upper(string text)
    {
        if (!text.Any(LongCapitals.ContainsKey)) return text.ToUpperInvariant();
        var upper = new StringBuilder();
        foreach (var c in text)
        {
            if (LongCapitals.TryGetValue(c, out var capitals)) upper.Append(capitals);
            else upper.Append(c);
        }
        return upper.ToString().ToUpperInvariant();
    }

    public static string Lower(string text)
    {
        if (!text.Contains('\u0130') && !text.Contains('\u03A3')) return text.ToLowerInvariant();
        var lower = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\u0130') lower.Append("i\u0307");
            else if (text[i] == '\u03A3') lower.Append(IsFinal(text, i) ? '\u03C2' : '\u03C3');
            else lower.Append(text[i]);
        }
        return lower.ToString().ToLowerInvariant();
    }

    // A sigma at the end of a word has a form of its own.
    private static bool IsFinal(string text, int at)
        => at > 0 && char.IsLetter(text[at - 1]) && (at + 1 >= text.Length || !char.IsLetter(text[at + 1]));
}
