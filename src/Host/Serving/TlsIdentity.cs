using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace TopGun.Host.Serving;

/// <summary>What the server shows to who connects, and whom it believes.</summary>
/// <param name="Certificate">Its certificate, with the key.</param>
/// <param name="Chain">The certificates of the file, its own first.</param>
/// <param name="Authorities">Who may issue the certificates of clients; null when clients show none.</param>
internal sealed record TlsIdentity(X509Certificate2 Certificate, X509Certificate2Collection Chain, X509Certificate2Collection? Authorities)
{
    private static readonly SslApplicationProtocol[] Versions = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];

    /// <summary>How connections are taken with it.</summary>
    public SslServerAuthenticationOptions ToOptions(TlsFiles files) => new()
    {
        ServerCertificateContext = SslStreamCertificateContext.Create(Certificate, Chain, offline: true),
        EnabledSslProtocols = files.Protocols,
        ApplicationProtocols = [.. Versions],
        ClientCertificateRequired = Authorities is not null,
        CertificateChainPolicy = Authorities is null ? null : Policy(Authorities),
        // The platform calls a missing certificate a mistake; whether it is one, is said here.
        RemoteCertificateValidationCallback = Authorities is null
            ? null
            : (_, certificate, _, errors) => errors == SslPolicyErrors.None || (certificate is null && files.AreClientsOptional),
    };

    private static X509ChainPolicy Policy(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }
}
