namespace TopGun.Grpc.Wire;

/// <summary>The text of a binary metadata value: base64, sent without padding and accepted with or without.</summary>
internal static class BinaryValue
{
    /// <summary>The text of the bytes.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    /// <summary>The bytes of a text, around which there may be blanks.</summary>
    /// <exception cref="FormatException">The text is not base64.</exception>
    public static byte[] Decode(ReadOnlySpan<char> text)
    {
        var digits = text.Trim().TrimEnd('=');
        var padded = string.Concat(digits, (digits.Length % 4) switch { 2 => "==", 3 => "=", _ => "" });
        return Convert.FromBase64String(padded);
    }
}
