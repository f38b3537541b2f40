namespace TopGun.Scripting.Runtime;

/// <summary>Texts of one character.</summary>
internal static class CharText
{
    private static readonly string[] Ascii = [.. Enumerable.Range(0, 128).Select(c => ((char)c).ToString())];

    public static string Of(char c) => c < 128 ? Ascii[c] : c.ToString();
}
