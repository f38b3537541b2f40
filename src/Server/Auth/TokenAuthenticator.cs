using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using TopGun.Core.Access;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Server.Sessions;

namespace TopGun.Server.Auth;

/// <summary>Turns a bearer token into a user. Safe for many threads at once.</summary>
internal sealed class TokenAuthenticator
{
    // Far more than a token with many claims needs; larger ones are not even looked at.
    private const int MaxTokenLength = 16 << 10;
    private const string Scheme = "Bearer ";

    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = MaxTokenLength, MapInboundClaims = false };
    private readonly TokenValidationParameters _parameters;
    private readonly JwtOptions _options;

    public TokenAuthenticator(JwtOptions options, TimeProvider clock)
    {
        _options = options;
        _parameters = new TokenValidationParameters
        {
            // A list of what is allowed, so that "none" and tricks with public keys have no way in.
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            IssuerSigningKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(options.Secret!)),
            ValidateIssuerSigningKey = true,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            ValidateIssuer = options.Issuer is not null,
            ValidIssuer = options.Issuer,
            ValidateAudience = options.Audience is not null,
            ValidAudience = options.Audience,
            ClockSkew = options.Leeway,
            LifetimeValidator = (notBefore, expires, _, _) =>
            {
                var now = clock.GetUtcNow().UtcDateTime;
                // Put so that nothing runs over: both may be the end of time.
                var end = expires ?? throw new SecurityTokenNoExpirationException();
                return now - end < options.Leeway && (notBefore is not { } start || start - now <= options.Leeway);
            },
        };
    }

    /// <summary>Checks the value of an <c>authorization</c> header.</summary>
    /// <exception cref="SyncException">UNAUTHENTICATED, with what is wrong in words that help, and no part of the token.</exception>
    public async ValueTask<Credential> AuthenticateAsync(string? authorization)
    {
        if (string.IsNullOrEmpty(authorization)) throw Refused("No token came; send it as metadata \"authorization: Bearer <token>\".");
        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) throw Refused("The authorization metadata does not begin with \"Bearer \".");

        var text = authorization[Scheme.Length..].Trim();
        if (text.Length == 0) throw Refused("The token is empty; something before this, such as an environment variable, was not set.");
        if (text.Length > MaxTokenLength) throw Refused($"The token has {text.Length} characters; at most {MaxTokenLength} are accepted.");

        var result = await _handler.ValidateTokenAsync(text, _parameters);
        if (!result.IsValid) throw Refused(Explain(result.Exception));

        var token = (JsonWebToken)result.SecurityToken;
        if (string.IsNullOrEmpty(token.Subject)) throw Refused("The token has no sub claim; it names the user.");
        return new Credential(PrincipalOf(token), EndOf(token));
    }

    private DateTimeOffset EndOf(JsonWebToken token)
    {
        var expires = new DateTimeOffset(token.ValidTo, TimeSpan.Zero);
        return DateTimeOffset.MaxValue - expires < _options.Leeway ? DateTimeOffset.MaxValue : expires + _options.Leeway;
    }

    private Principal PrincipalOf(JsonWebToken token)
    {
        using var payload = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload));
        var metadata = new Dictionary<string, Value>(StringComparer.Ordinal);
        HashSet<string> roles = new(StringComparer.Ordinal);
        foreach (var claim in payload.RootElement.EnumerateObject())
        {
            if (claim.Name == "sub") continue;
            if (claim.Name == _options.RolesClaim) roles.UnionWith(RolesIn(claim.Value));
            else metadata[claim.Name] = ClaimValue.Of(claim.Value);
        }

        return new Principal(token.Subject, roles.ToFrozenSet(StringComparer.Ordinal), new ObjectValue(metadata));
    }

    private static IEnumerable<string> RolesIn(JsonElement claim) => claim.ValueKind switch
    {
        JsonValueKind.String => [claim.GetString()!],
        JsonValueKind.Array => claim.EnumerateArray().Where(role => role.ValueKind == JsonValueKind.String).Select(role => role.GetString()!),
        _ => [],
    };

    private static string Explain(Exception? failure) => failure switch
    {
        SecurityTokenExpiredException or SecurityTokenInvalidLifetimeException => "The token has expired or is not valid yet; check exp, nbf and the clocks.",
        SecurityTokenNoExpirationException => "The token has no exp claim.",
        SecurityTokenInvalidAlgorithmException => "The token's algorithm is not accepted; HS256 is.",
        SecurityTokenInvalidIssuerException => "The token's issuer is not the one that is configured.",
        SecurityTokenInvalidAudienceException => "The token's audience is not the one that is configured.",
        SecurityTokenSignatureKeyNotFoundException or SecurityTokenInvalidSignatureException => "The token's signature is not of the configured secret.",
        _ => "The token is not a JWT that can be checked.",
    };

    private static SyncException Refused(string message) => new(ErrorCode.Unauthenticated, message);
}
