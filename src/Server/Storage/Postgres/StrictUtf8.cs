using System.Text;

namespace TopGun.Server.Storage.Postgres;

/// <summary>Text as bytes, and back.</summary>
internal static class StrictUtf8
{
    // Throws at a lone surrogate: replaced by '?', two different keys would become one.
    private static readonly UTF8Encoding Encoding = new(false, throwOnInvalidBytes: true);

    /// <exception cref="EncoderFallbackException">The text is not Unicode.</exception>
    public static byte[] Bytes(string text) => Encoding.GetBytes(text);

    public static string Text(byte[] bytes) => Encoding.GetString(bytes);
}
