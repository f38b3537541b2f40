using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.Tokens;

namespace TopGun.Server.Auth;

/// <summary>Reads the public keys of a file: PEM or JWKS.</summary>
internal static class KeyFile
{
    private const int MaxBytes = 1 << 20;

    // NIST SP 800-131A: shorter ones sign nothing that is to be trusted.
    private const int MinRsaBits = 2_048;

    /// <summary>What is wrong with a file, or null.</summary>
    public static string? WhyNot(string path)
    {
        try
        {
            Read(path);
            return null;
        }
        catch (InvalidDataException mistake)
        {
            return mistake.Message;
        }
    }

    /// <summary>The keys; at least one.</summary>
    /// <exception cref="InvalidDataException">It can't be read, or holds what is no public key; the message names the file and the cure.</exception>
    public static IReadOnlyList<SecurityKey> Read(string path)
    {
        try
        {
            var size = new FileInfo(path).Length;
            if (size > MaxBytes) throw Wrong(path, $"has {size:N0} bytes; at most {MaxBytes:N0} are accepted");
            var text = File.ReadAllText(path);
            var keys = text.AsSpan().TrimStart().StartsWith("{") ? ReadJwks(path, text) : ReadPem(path, text);
            if (keys.Count == 0) throw Wrong(path, "holds no key; a public key or certificate in PEM, or a JWKS, is needed");
            foreach (var key in keys)
                if (key is RsaSecurityKey or X509SecurityKey { PublicKey: RSA } && key.KeySize < MinRsaBits)
                    throw Wrong(path, $"holds an RSA key of {key.KeySize} bits; at least {MinRsaBits} are needed");
            return keys;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException or System.Text.Json.JsonException)
        {
            throw new InvalidDataException($"TopGun:Jwt:KeyFiles names '{path}', which can't be read: {failure.Message}", failure);
        }
    }

    private static List<SecurityKey> ReadJwks(string path, string text)
    {
        var set = new JsonWebKeySet(text);
        if (set.Keys.Any(key => key.Kty == JsonWebAlgorithmsKeyTypes.Octet || key.HasPrivateKey))
            throw Wrong(path, "holds a secret or private key; only public ones belong into it. A shared secret goes into TopGun:Jwt:Secret");
        return [.. set.GetSigningKeys().Where(key => key is not JsonWebKey)];
    }

    private static List<SecurityKey> ReadPem(string path, string text)
    {
        List<SecurityKey> keys = [];
        for (var rest = text.AsSpan(); PemEncoding.TryFind(rest, out var found); rest = rest[found.Location.End..])
            keys.Add(KeyOf(path, rest[found.Label].ToString(), rest[found.Location]));
        return keys;
    }

    private static AsymmetricSecurityKey KeyOf(string path, string label, ReadOnlySpan<char> pem)
    {
        if (label.EndsWith("PRIVATE KEY", StringComparison.Ordinal)) throw Wrong(path, "holds a private key; the server needs the public one only. Make it with: openssl pkey -in <file> -pubout");
        if (label == "CERTIFICATE")
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            using var rsa = certificate.GetRSAPublicKey();
            using var elliptic = certificate.GetECDsaPublicKey();
            return Copy(rsa, elliptic) ?? throw Wrong(path, "holds a certificate whose key is neither RSA nor elliptic");
        }

        return TryRsa(pem) ?? TryElliptic(pem) ?? throw Wrong(path, $"holds a {label}, which is neither an RSA nor an elliptic public key");
    }

    private static AsymmetricSecurityKey? TryRsa(ReadOnlySpan<char> pem)
    {
        using var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(pem);
            return new RsaSecurityKey(rsa.ExportParameters(false));
        }
        catch (Exception other) when (other is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    private static AsymmetricSecurityKey? TryElliptic(ReadOnlySpan<char> pem)
    {
        using var elliptic = ECDsa.Create();
        try
        {
            elliptic.ImportFromPem(pem);
            return new ECDsaSecurityKey(ECDsa.Create(elliptic.ExportParameters(false)));
        }
        catch (Exception other) when (other is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    // Of its own, so that it lives on after the certificate is disposed of.
    private static AsymmetricSecurityKey? Copy(RSA? rsa, ECDsa? elliptic)
        => rsa is not null ? new RsaSecurityKey(rsa.ExportParameters(false))
        : elliptic is not null ? new ECDsaSecurityKey(ECDsa.Create(elliptic.ExportParameters(false)))
        : null;

    private static InvalidDataException Wrong(string path, string what) => new($"TopGun:Jwt:KeyFiles names '{path}', which {what}.");
}
