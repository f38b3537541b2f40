using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace TopGun.Server.Tests.Auth;

/// <summary>Who signs tokens with a key pair of his own, and how he publishes the public half.</summary>
internal sealed class Signer : IDisposable
{
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ECDsa _elliptic = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The public RSA key in PEM.</summary>
    public string RsaPem => _rsa.ExportSubjectPublicKeyInfoPem();

    /// <summary>The public elliptic key in PEM.</summary>
    public string EllipticPem => _elliptic.ExportSubjectPublicKeyInfoPem();

    /// <summary>The private RSA key in PEM.</summary>
    public string PrivatePem => _rsa.ExportPkcs8PrivateKeyPem();

    /// <summary>The public RSA key as one of a JWKS.</summary>
    public string Jwk(string kid)
    {
        var key = _rsa.ExportParameters(false);
        return $$"""{"kty":"RSA","use":"sig","kid":"{{kid}}","n":"{{Base64Url.EncodeToString(key.Modulus)}}","e":"{{Base64Url.EncodeToString(key.Exponent)}}"}""";
    }

    /// <summary>The RSA key as one of a JWKS that has only its certificate.</summary>
    public string CertifiedJwk(string kid, DateTimeOffset end)
    {
        using var certificate = new CertificateRequest("CN=signer", _rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(end.AddYears(-3), end);
        return $$"""{"kty":"RSA","use":"sig","kid":"{{kid}}","x5c":["{{Convert.ToBase64String(certificate.RawData)}}"]}""";
    }

    public string Rs256(string payload, string header = """{"alg":"RS256"}""")
    {
        var text = $"{Jwt.Encode(header)}.{Jwt.Encode(payload)}";
        return $"{text}.{Base64Url.EncodeToString(_rsa.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    public string Ps256(string payload)
    {
        var text = $"{Jwt.Encode("""{"alg":"PS256"}""")}.{Jwt.Encode(payload)}";
        return $"{text}.{Base64Url.EncodeToString(_rsa.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pss))}";
    }

    public string Es256(string payload, string header = """{"alg":"ES256"}""")
    {
        var text = $"{Jwt.Encode(header)}.{Jwt.Encode(payload)}";
        return $"{text}.{Base64Url.EncodeToString(_elliptic.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256))}";
    }

    public void Dispose()
    {
        _rsa.Dispose();
        _elliptic.Dispose();
    }
}
