using System.Net;
using System.Net.Http.Headers;

namespace TopGun.Grpc.Tests;

/// <summary>A request made by hand, for what our own client would never send.</summary>
internal sealed class RawRequest(TestHost host, string path = "/topgun.grpc.tests.ProbeService/Ask") : IDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false });

    public HttpMethod Method { get; init; } = HttpMethod.Post;

    public Version Version { get; init; } = HttpVersion.Version20;

    public string ContentType { get; init; } = "application/grpc";

    public Dictionary<string, string> Headers { get; } = new() { ["te"] = "trailers" };

    /// <summary>Sends the body and waits for the whole response.</summary>
    public async Task<RawResponse> SendAsync(byte[] body)
    {
        var request = new HttpRequestMessage(Method, new Uri(host.Address, path))
        {
            Version = Version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = Method == HttpMethod.Get ? null : new ByteArrayContent(body),
        };
        foreach (var (name, value) in Headers) request.Headers.TryAddWithoutValidation(name, value);
        request.Content?.Headers.TryAddWithoutValidation("content-type", ContentType);
        var response = await _http.SendAsync(request, CancellationToken.None);
        var content = await response.Content.ReadAsByteArrayAsync();
        return new RawResponse(response, content);
    }

    public void Dispose() => _http.Dispose();
}
