using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TopGun.EndToEnd.Processes;

/// <summary>A certificate for this machine that nobody but the test trusts, as files.</summary>
/// <param name="Certificate">Where it lies, for who is to trust it.</param>
/// <param name="Key">Where its key lies.</param>
internal sealed record TestCertificate(string Certificate, string Key)
{
    /// <summary>Writes one into a place.</summary>
    public static async Task<TestCertificate> MakeAsync(Place place)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=topgun test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var made = new TestCertificate(place.File("cert.pem"), place.File("key.pem"));
        await File.WriteAllTextAsync(made.Certificate, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(made.Key, key.ExportPkcs8PrivateKeyPem());
        return made;
    }

    /// <summary>Starts a server that shows it.</summary>
    public Task<ServerProcess> ServeAsync(string data) => ServerProcess.StartWithAsync(data, ("TOPGUN_TLS_CERT", Certificate), ("TOPGUN_TLS_KEY", Key));
}
