using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace TopGun.EndToEnd.Ladder;

/// <summary>Keeps the responses of one connection of HTTP/1.1 until each is whole.</summary>
internal sealed partial class ResponseHold
{
    private readonly List<byte> _held = [];

    /// <summary>Takes bytes, and gives the responses that are complete with them.</summary>
    public byte[] Take(ReadOnlySpan<byte> bytes)
    {
        _held.AddRange(bytes);
        List<byte> whole = [];
        while (LengthOfFirst(Encoding.Latin1.GetString(_held.ToArray())) is { } length)
        {
            whole.AddRange(_held.GetRange(0, length));
            _held.RemoveRange(0, length);
        }

        return [.. whole];
    }

    private static int? LengthOfFirst(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0) return null;
        var body = end + 4;
        if (Length().Match(text[..end]) is { Success: true } length)
            return body + int.Parse(length.Groups[1].Value, CultureInfo.InvariantCulture) is var whole && whole <= text.Length ? whole : null;
        for (var at = body; ;)
        {
            var line = text.IndexOf("\r\n", at, StringComparison.Ordinal);
            if (line < 0) return null;
            var chunk = int.Parse(text[at..line].Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            at = line + 2 + chunk + 2;
            if (at > text.Length) return null;
            if (chunk == 0) return at;
        }
    }

    [GeneratedRegex("^content-length: *([0-9]+)", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Length();
}
