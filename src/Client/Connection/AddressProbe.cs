using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http;

namespace TopGun.Client.Connection;

/// <summary>Looks where the server is when it is not where the application says: with or without TLS, or on the port beside.</summary>
/// <remarks>It asks for nothing but <c>/healthz</c>, and shows no token.</remarks>
internal static class AddressProbe
{
    private const string Alive = "ok\n";
    private const int DefaultPort = 8080;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The address at which a TopGun server speaks gRPC.</summary>
    /// <param name="address">Where it is not.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>null when it is at none of the places where people mean it to be, or where they say and, for example, not trusted.</returns>
    public static async Task<string?> FindAsync(Uri address, CancellationToken cancellationToken)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, SslOptions = { RemoteCertificateValidationCallback = TakeAny } });
        var said = IsThereAsync(http, address, cancellationToken);
        var asked = Candidates(address).Select(async candidate => (candidate, IsThere: await IsThereAsync(http, candidate, cancellationToken))).ToArray();
        if (await said) return null;
        foreach (var answer in asked)
        {
            if (await answer is { IsThere: true, candidate: var found }) return found.GetLeftPart(UriPartial.Authority);
        }

        return null;
    }

    /// <summary>Where else people mean the server to be, the most likely place first.</summary>
    public static IEnumerable<Uri> Candidates(Uri address)
    {
        var other = address.Scheme == Uri.UriSchemeHttp ? Uri.UriSchemeHttps : Uri.UriSchemeHttp;
        yield return At(other, address.Port);

        // HTTP/1.1 is served one above.
        if (address.Port > 1) yield return At(address.Scheme, address.Port - 1);

        // With TLS one port serves both, so beside it there is only cleartext.
        if (address.Port > 1 && other == Uri.UriSchemeHttp) yield return At(other, address.Port - 1);
        if (address.IsDefaultPort)
        {
            yield return At(Uri.UriSchemeHttp, DefaultPort);
            yield return new UriBuilder(other, address.Host).Uri;
        }

        Uri At(string scheme, int port) => new UriBuilder(scheme, address.Host, port).Uri;
    }

    private static async Task<bool> IsThereAsync(HttpMessageInvoker http, Uri candidate, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(candidate, "/healthz"))
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        try
        {
            using var response = await http.SendAsync(request, patience.Token);
            if (response.StatusCode != HttpStatusCode.OK) return false;
            using var body = await response.Content.ReadAsStreamAsync(patience.Token);
            var said = new byte[Alive.Length + 1];
            var count = await body.ReadAtLeastAsync(said, said.Length, throwOnEndOfStream: false, patience.Token);
            return said.AsSpan(0, count).SequenceEqual("ok\n"u8);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return false;
        }
    }

    [SuppressMessage("Security", "CA5359", Justification = "Whether the certificate is trusted, the connection itself finds out; nothing secret is sent here.")]
    private static bool TakeAny(object sender, System.Security.Cryptography.X509Certificates.X509Certificate? certificate,
        System.Security.Cryptography.X509Certificates.X509Chain? chain, System.Net.Security.SslPolicyErrors errors) => true;
}
