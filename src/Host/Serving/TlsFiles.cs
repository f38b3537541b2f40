using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace TopGun.Host.Serving;

/// <summary>The files of the server's certificate, in PEM.</summary>
/// <param name="Certificate">The certificate, and behind it the intermediate ones up to the root's.</param>
/// <param name="Key">Its private key, not encrypted.</param>
internal sealed record TlsFiles(string Certificate, string Key)
{
    /// <summary>Takes the two paths; null when neither is given.</summary>
    /// <exception cref="StartFailure">Only one is given.</exception>
    public static TlsFiles? Of(string? certificate, string? key) => (string.IsNullOrEmpty(certificate), string.IsNullOrEmpty(key)) switch
    {
        (true, true) => null,
        (false, false) => new TlsFiles(ServeSettings.FileOf("TOPGUN_TLS_CERT", certificate!), ServeSettings.FileOf("TOPGUN_TLS_KEY", key!)),
        (true, false) => throw new StartFailure($"TOPGUN_TLS_KEY is '{key}' and TOPGUN_TLS_CERT is not set: TLS needs both the certificate and its key."),
        _ => throw new StartFailure($"TOPGUN_TLS_CERT is '{certificate}' and TOPGUN_TLS_KEY is not set: TLS needs both the certificate and its key."),
    };

    /// <summary>Reads the files.</summary>
    /// <exception cref="StartFailure">They can't be read, or are not a certificate and its key.</exception>
    public HttpsConnectionAdapterOptions Load()
    {
        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(Certificate);
            return new HttpsConnectionAdapterOptions
            {
                ServerCertificate = X509Certificate2.CreateFromPemFile(Certificate, Key),
                ServerCertificateChain = chain,
            };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new StartFailure($"TOPGUN_TLS_CERT ('{Certificate}') and TOPGUN_TLS_KEY ('{Key}') are no certificate and its key in PEM: {failure.Message}", failure);
        }
    }
}
