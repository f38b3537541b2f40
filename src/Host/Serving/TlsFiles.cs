using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TopGun.Host.Serving;

/// <summary>The files of the server's certificate, in PEM, and what is asked of who connects.</summary>
/// <param name="Certificate">The certificate, and behind it the intermediate ones up to the root's.</param>
/// <param name="Key">Its private key, not encrypted.</param>
internal sealed record TlsFiles(string Certificate, string Key)
{
    /// <summary>The oldest version of TLS that is spoken: 1.2, or 1.3.</summary>
    public string MinVersion { get; init; } = "1.2";

    /// <summary>A file with the certificates of those who may issue the certificates of clients; null when clients show none.</summary>
    public string? ClientAuthorities { get; init; }

    /// <summary>Whether a client may come without a certificate; one that it shows must be good.</summary>
    public bool AreClientsOptional { get; init; }

    /// <summary>The versions that are spoken.</summary>
    public SslProtocols Protocols => MinVersion == "1.3" ? SslProtocols.Tls13 : SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>Reads the settings; null when no certificate is given.</summary>
    /// <exception cref="StartFailure">Only one of certificate and key is given, or a setting has a wrong value.</exception>
    public static TlsFiles? Of(Func<string, string?> environment)
    {
        if (Of(environment("TOPGUN_TLS_CERT"), environment("TOPGUN_TLS_KEY")) is not { } files) return null;
        var version = environment("TOPGUN_TLS_MIN") is { Length: > 0 } min ? min : "1.2";
        if (version is not ("1.2" or "1.3")) throw new StartFailure($"TOPGUN_TLS_MIN is '{version}'; 1.2 and 1.3 are valid.");
        var mode = environment("TOPGUN_TLS_CLIENT_MODE") is { Length: > 0 } asked ? asked : "require";
        if (mode is not ("require" or "allow")) throw new StartFailure($"TOPGUN_TLS_CLIENT_MODE is '{mode}'; require and allow are valid.");
        return files with
        {
            MinVersion = version,
            ClientAuthorities = environment("TOPGUN_TLS_CLIENT_CA") is { Length: > 0 } authorities ? ServeSettings.FileOf("TOPGUN_TLS_CLIENT_CA", authorities) : null,
            AreClientsOptional = mode == "allow",
        };
    }

    /// <summary>Takes the two paths; null when neither is given.</summary>
    /// <exception cref="StartFailure">Only one is given.</exception>
    private static TlsFiles? Of(string? certificate, string? key) => (string.IsNullOrEmpty(certificate), string.IsNullOrEmpty(key)) switch
    {
        (true, true) => null,
        (false, false) => new TlsFiles(ServeSettings.FileOf("TOPGUN_TLS_CERT", certificate!), ServeSettings.FileOf("TOPGUN_TLS_KEY", key!)),
        (true, false) => throw new StartFailure($"TOPGUN_TLS_KEY is '{key}' and TOPGUN_TLS_CERT is not set: TLS needs both the certificate and its key."),
        _ => throw new StartFailure($"TOPGUN_TLS_CERT is '{certificate}' and TOPGUN_TLS_KEY is not set: TLS needs both the certificate and its key."),
    };

    /// <summary>Reads the files.</summary>
    /// <exception cref="StartFailure">They can't be read, or are not a certificate and its key.</exception>
    public TlsIdentity Load()
    {
        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(Certificate);
            return new TlsIdentity(X509Certificate2.CreateFromPemFile(Certificate, Key), chain, Authorities());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new StartFailure($"TOPGUN_TLS_CERT ('{Certificate}') and TOPGUN_TLS_KEY ('{Key}') are no certificate and its key in PEM: {failure.Message}", failure);
        }
    }

    /// <summary>When each file was written, to see that one has changed.</summary>
    public DateTime Stamp() => new[] { Certificate, Key, ClientAuthorities }.OfType<string>().Max(File.GetLastWriteTimeUtc);

    private X509Certificate2Collection? Authorities()
    {
        if (ClientAuthorities is not { } file) return null;
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new StartFailure($"TOPGUN_TLS_CLIENT_CA ('{file}') can't be read: {failure.Message}", failure);
        }

        return authorities.Count > 0 ? authorities : throw new StartFailure($"TOPGUN_TLS_CLIENT_CA ('{file}') holds no certificate in PEM.");
    }
}
