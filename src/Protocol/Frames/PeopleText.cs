using System.Text;

namespace TopGun.Protocol.Frames;

/// <summary>Texts that a server writes for people: reasons and messages.</summary>
internal static class PeopleText
{
    private const int MaxBytes = 1024;

    /// <summary>The text, or as much of its beginning as 1,024 bytes of UTF-8 hold. A reason of a resolver may be of any length.</summary>
    public static string Cut(string text)
    {
        // No character takes more than 3 bytes, and half of a pair not more than its whole.
        if (text.Length <= MaxBytes / 3 || Encoding.UTF8.GetByteCount(text) <= MaxBytes) return text;

        Span<byte> bytes = stackalloc byte[MaxBytes];
        System.Text.Unicode.Utf8.FromUtf16(text, bytes, out var taken, out _);
        return text[..taken];
    }
}
