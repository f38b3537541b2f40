using System.ComponentModel.DataAnnotations;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace TopGun.Server.Auth;

/// <summary>How the bearer tokens of clients are checked: by a shared secret, by public keys in files, by an identity provider, or by several of them.</summary>
public sealed class JwtOptions : IValidatableObject
{
    /// <summary>The shortest secret that is accepted, in bytes of UTF-8: as long as the hash of HS256 (RFC 7518, 3.2).</summary>
    public const int MinSecretBytes = 32;

    /// <summary>The shared secret with which tokens are signed (HS256).</summary>
    /// <value>None by default; at least 32 bytes of UTF-8.</value>
    public string? Secret { get; set; }

    /// <summary>Files with the public keys of who signs tokens (RS256, ES256): in PEM, public keys or certificates, or a JWKS.</summary>
    /// <value>None by default. A file that changes is read again within some seconds, so keys can be changed while the server runs.</value>
    public IList<string> KeyFiles { get; init; } = [];

    /// <summary>The identity provider: the address under which it serves <c>.well-known/openid-configuration</c>, which names its issuer and keys.</summary>
    /// <value>None by default. With https; with http on loopback only.</value>
    public string? Authority { get; set; }

    /// <summary>The algorithms that are accepted, by their names in RFC 7518, such as <c>RS256</c>.</summary>
    /// <value>Empty by default: HS256 where there is a secret, RS256 and ES256 where there are key files or an authority.</value>
    public IList<string> Algorithms { get; init; } = [];

    /// <summary>The issuer that tokens must name in <c>iss</c>.</summary>
    /// <value>null by default: the one that the authority names; without an authority any or none.</value>
    public string? Issuer { get; set; }

    /// <summary>The audience that tokens must name in <c>aud</c>.</summary>
    /// <value>null by default: any or none. Needed with an authority, which issues tokens for other applications too.</value>
    public string? Audience { get; set; }

    /// <summary>The claim that holds the user's roles: a text or a list of texts.</summary>
    /// <value><c>roles</c> by default.</value>
    public string RolesClaim { get; set; } = "roles";

    /// <summary>How far the clocks of issuer and server may differ.</summary>
    /// <value>30 s by default; 0 to 5 min. A stream ends this long after its token has expired.</value>
    public TimeSpan Leeway { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long before a token expires the clients of its streams are asked for another one.</summary>
    /// <value>60 s by default; 5 s to 1 h. Tokens that live less than twice as long are asked for at half their time.</value>
    public TimeSpan RefreshBefore { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>What is accepted with these options.</summary>
    internal IReadOnlyList<string> AcceptedAlgorithms => Algorithms.Count > 0
        ? [.. Algorithms]
        : [.. Secret is null ? Array.Empty<string>() : [SecurityAlgorithms.HmacSha256], .. HasPublicKeys ? [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256] : Array.Empty<string>()];

    private bool HasPublicKeys => KeyFiles.Count > 0 || Authority is not null;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var bytes = Encoding.UTF8.GetByteCount(Secret ?? string.Empty);
        if (bytes < MinSecretBytes && (Secret is not null || !HasPublicKeys))
            yield return new($"TopGun:Jwt:Secret has {bytes} bytes; at least {MinSecretBytes} are needed. Set it, for example to the output of: openssl rand -base64 48. Or name TopGun:Jwt:KeyFiles or TopGun:Jwt:Authority.");
        foreach (var file in KeyFiles)
            if (KeyFile.WhyNot(file) is { } mistake) yield return new(mistake);
        if (Authority is { } authority && !IsSafe(authority))
            yield return new($"TopGun:Jwt:Authority is '{authority}'; an address such as https://id.example.com is needed, with https unless it is on loopback.");
        if (Authority is not null && string.IsNullOrEmpty(Audience))
            yield return new("TopGun:Jwt:Audience is not set and TopGun:Jwt:Authority is: tokens that the identity provider issued for other applications would be accepted. Set it to what the provider puts into aud for this one.");
        foreach (var algorithm in Algorithms.Where(algorithm => !JwtAlgorithms.IsKnown(algorithm)))
            yield return new($"TopGun:Jwt:Algorithms names '{algorithm}'; {string.Join(", ", JwtAlgorithms.Symmetric.Concat(JwtAlgorithms.Asymmetric).Order(StringComparer.Ordinal))} are known.");
        if (Algorithms.Any(JwtAlgorithms.Symmetric.Contains) && Secret is null)
            yield return new("TopGun:Jwt:Algorithms names HS256, which needs TopGun:Jwt:Secret.");
        if (string.IsNullOrWhiteSpace(RolesClaim) || RolesClaim == "sub")
            yield return new($"TopGun:Jwt:RolesClaim is '{RolesClaim}'; the name of a claim is needed, and not sub.");
        if (Leeway < TimeSpan.Zero || Leeway > TimeSpan.FromMinutes(5))
            yield return new($"TopGun:Jwt:Leeway is {Leeway}; 00:00:00 to 00:05:00 are valid.");
        if (RefreshBefore < TimeSpan.FromSeconds(5) || RefreshBefore > TimeSpan.FromHours(1))
            yield return new($"TopGun:Jwt:RefreshBefore is {RefreshBefore}; 00:00:05 to 01:00:00 are valid.");
    }

    private static bool IsSafe(string authority)
        => Uri.TryCreate(authority, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));
}
