using System.Text;

namespace TopGun.Core.Replicas;

/// <summary>Keys as the bytes of their UTF-8, whose order is that in which maps are read.</summary>
internal static class Utf8Key
{
    /// <summary>How large a buffer on the stack holds the keys that most servers take.</summary>
    public const int OnStack = 512;

    /// <summary>A key in UTF-8: in the buffer, or in an array of its own where that is too small.</summary>
    public static ReadOnlySpan<byte> Of(string key, Span<byte> buffer)
        => Encoding.UTF8.TryGetBytes(key, buffer, out var written) ? buffer[..written] : Encoding.UTF8.GetBytes(key);
}
