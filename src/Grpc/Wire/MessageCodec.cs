using System.IO.Compression;

namespace TopGun.Grpc.Wire;

/// <summary>A compression of messages, by the name that travels in headers.</summary>
internal sealed class MessageCodec
{
    /// <summary>The name of no compression at all.</summary>
    public const string Identity = "identity";

    /// <summary>The compression that every implementation knows.</summary>
    public static readonly MessageCodec Gzip = new(
        "gzip",
        (destination, level) => new GZipStream(destination, level, leaveOpen: true),
        source => new GZipStream(source, CompressionMode.Decompress));

    /// <summary>All that we can undo. A further one is a line here.</summary>
    public static readonly IReadOnlyList<MessageCodec> All = [Gzip];

    /// <summary>What we can undo, as the value of a header.</summary>
    public static readonly string Accepted = string.Join(',', [Identity, .. All.Select(codec => codec.Name)]);

    private readonly Func<Stream, CompressionLevel, Stream> _compressor;
    private readonly Func<Stream, Stream> _decompressor;

    private MessageCodec(string name, Func<Stream, CompressionLevel, Stream> compressor, Func<Stream, Stream> decompressor)
        => (Name, _compressor, _decompressor) = (name, compressor, decompressor);

    /// <summary>The name in headers.</summary>
    public string Name { get; }

    /// <summary>The compression of this name; null when it is not one of ours.</summary>
    public static MessageCodec? Find(string name) => All.FirstOrDefault(codec => codec.Name == name);

    /// <summary>Whether a header with a list of names has this one.</summary>
    public bool IsIn(ReadOnlySpan<char> names)
    {
        foreach (var range in names.Split(','))
        {
            if (names[range].Trim().SequenceEqual(Name)) return true;
        }

        return false;
    }

    /// <summary>A stream that writes the compressed form of what it is given; complete when it is disposed.</summary>
    public Stream Compressing(Stream destination, CompressionLevel level) => _compressor(destination, level);

    /// <summary>A stream that reads the original of a compressed source.</summary>
    public Stream Decompressing(Stream source) => _decompressor(source);
}
