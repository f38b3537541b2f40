using System.Buffers;
using System.Globalization;
using System.Text;

namespace TopGun.Grpc.Wire;

/// <summary>The text of a status in a header: UTF-8 with percent-encoding for all that is not visible ASCII.</summary>
internal static class StatusMessage
{
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        " !\"#$&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    /// <summary>The header value of a text.</summary>
    public static string Encode(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Plain)) return text;

        var encoded = new StringBuilder(text.Length + 16);
        foreach (var unit in Encoding.UTF8.GetBytes(text))
        {
            if (Plain.Contains((char)unit)) encoded.Append((char)unit);
            else encoded.Append(CultureInfo.InvariantCulture, $"%{unit:X2}");
        }

        return encoded.ToString();
    }

    /// <summary>The text of a header value. What is not a proper escape stays as it is: a bad message is better than none.</summary>
    public static string Decode(string value)
    {
        if (!value.Contains('%')) return value;

        var bytes = new List<byte>(value.Length);
        var source = Encoding.UTF8.GetBytes(value);
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] == '%' && i + 2 < source.Length
                && byte.TryParse(source.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
            {
                bytes.Add(unit);
                i += 2;
            }
            else
            {
                bytes.Add(source[i]);
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
