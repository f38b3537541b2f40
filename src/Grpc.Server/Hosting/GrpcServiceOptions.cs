using System.IO.Compression;

namespace Grpc.AspNetCore.Server;

/// <summary>How the services of this process take calls.</summary>
internal sealed class GrpcServiceOptions
{
    /// <summary>The largest request message in bytes, also after decompression.</summary>
    /// <value>4 MiB by default; null for no limit.</value>
    public int? MaxReceiveMessageSize { get; set; } = 4 * 1024 * 1024;

    /// <summary>The largest response message in bytes, before compression.</summary>
    /// <value>null, no limit, by default.</value>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>Whether a client learns the text of an exception that a handler did not catch.</summary>
    /// <value>Off by default; such texts may tell a stranger how the server is made.</value>
    public bool? EnableDetailedErrors { get; set; }

    /// <summary>The origins whose pages may call from elsewhere, by gRPC-Web.</summary>
    /// <value>None by default; such as <c>https://app.example.com</c>, or <c>*</c> for every page.</value>
    public ICollection<string> WebOrigins { get; } = [];

    /// <summary>How responses are compressed for clients that can undo it.</summary>
    /// <value>null, not at all, by default; <c>gzip</c> is known.</value>
    public string? ResponseCompressionAlgorithm { get; set; }

    /// <summary>How hard the compression of responses tries.</summary>
    /// <value>null by default, which is <see cref="CompressionLevel.Fastest"/>.</value>
    public CompressionLevel? ResponseCompressionLevel { get; set; }
}
