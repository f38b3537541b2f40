using Grpc.Core;
using TopGun.Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>The HTTP request of a call.</summary>
internal static class CallRequest
{
    private static readonly string UserAgent =
        $"topgun-grpc/{typeof(GrpcChannel).Assembly.GetName().Version?.ToString(3)} (.NET {Environment.Version})";

    /// <summary>Makes the request.</summary>
    /// <param name="uri">The address of the server with the path of the method.</param>
    /// <param name="options">How the channel makes calls.</param>
    /// <param name="content">The requests of the call.</param>
    /// <param name="codec">How they are compressed; null for not at all.</param>
    /// <param name="timeout">How long the client waits; null for ever.</param>
    /// <param name="metadata">The caller's metadata.</param>
    public static HttpRequestMessage Create(
        Uri uri, GrpcChannelOptions options, HttpContent content, MessageCodec? codec, TimeSpan? timeout, Metadata metadata)
    {
        content.Headers.TryAddWithoutValidation(GrpcHeader.ContentType, MediaType.Of(options.Form));
        var request = new HttpRequestMessage(HttpMethod.Post, uri)
        {
            Version = options.HttpVersion,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        if (options.Form == WireForm.Grpc) Add("te", "trailers");
        else Add(GrpcHeader.Web, "1");
        Add(GrpcHeader.AcceptEncoding, MessageCodec.Accepted);
        if (codec is not null) Add(GrpcHeader.Encoding, codec.Name);
        if (timeout is { } remaining) Add(GrpcHeader.Timeout, GrpcTimeout.Encode(remaining));
        if (metadata.Get("user-agent") is null) Add("user-agent", UserAgent);
        if (metadata.Count > 0)
        {
            foreach (var (name, value) in metadata.ToHeaders()) Add(name, value);
        }

        return request;

        void Add(string name, string value) => request.Headers.TryAddWithoutValidation(name, value);
    }
}
