using System.ComponentModel.DataAnnotations;
using System.Text;

namespace TopGun.Server.Auth;

/// <summary>How the bearer tokens of clients are checked.</summary>
public sealed class JwtOptions : IValidatableObject
{
    /// <summary>The shortest secret that is accepted, in bytes of UTF-8: as long as the hash of HS256 (RFC 7518, 3.2).</summary>
    public const int MinSecretBytes = 32;

    /// <summary>The shared secret with which tokens are signed (HS256).</summary>
    /// <value>None by default; required, at least 32 bytes of UTF-8.</value>
    public string? Secret { get; set; }

    /// <summary>The issuer that tokens must name in <c>iss</c>.</summary>
    /// <value>null by default: any or none.</value>
    public string? Issuer { get; set; }

    /// <summary>The audience that tokens must name in <c>aud</c>.</summary>
    /// <value>null by default: any or none.</value>
    public string? Audience { get; set; }

    /// <summary>The claim that holds the user's roles: a text or a list of texts.</summary>
    /// <value><c>roles</c> by default.</value>
    [Required]
    public string RolesClaim { get; set; } = "roles";

    /// <summary>How far the clocks of issuer and server may differ.</summary>
    /// <value>30 s by default; 0 to 5 min. A stream ends this long after its token has expired.</value>
    public TimeSpan Leeway { get; set; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var bytes = Encoding.UTF8.GetByteCount(Secret ?? string.Empty);
        if (bytes < MinSecretBytes)
            yield return new($"Jwt.Secret has {bytes} bytes; at least {MinSecretBytes} are needed. Set it, for example to the output of: openssl rand -base64 48");
        if (Leeway < TimeSpan.Zero || Leeway > TimeSpan.FromMinutes(5))
            yield return new($"Jwt.Leeway is {Leeway}; 00:00:00 to 00:05:00 are valid.");
    }
}
