using System.Buffers;
using System.Text;
using Grpc.Core;
using TopGun.Grpc.Wire;

namespace TopGun.Grpc.Web;

/// <summary>The trailers of gRPC-Web: the last frame of a body, with lines like those of HTTP/1.1.</summary>
internal static class WebTrailers
{
    /// <summary>The largest block that is read, in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Writes the frame. Nothing may follow it.</summary>
    public static void Write(IBufferWriter<byte> output, IEnumerable<KeyValuePair<string, string>> trailers)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in trailers) text.Append(name).Append(": ").Append(value).Append("\r\n");
        var block = Encoding.ASCII.GetBytes(text.ToString());
        new FrameHeader(FrameHeader.Trailers, (uint)block.Length).WriteTo(output);
        output.Write(block);
    }

    /// <summary>Reads the lines of a block; names become lower case, values lose the blanks around them.</summary>
    /// <exception cref="RpcException">A line has no colon.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(in ReadOnlySequence<byte> block)
    {
        var trailers = new List<KeyValuePair<string, string>>();
        foreach (var line in Encoding.Latin1.GetString(block).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var text = line.TrimEnd('\r');
            if (text.Length == 0) continue;
            var colon = text.IndexOf(':');
            if (colon <= 0) throw new RpcException(new Status(StatusCode.Internal, "The trailers have a line without a name."));
            trailers.Add(new(text[..colon].Trim().ToLowerInvariant(), text[(colon + 1)..].Trim()));
        }

        return trailers;
    }
}
