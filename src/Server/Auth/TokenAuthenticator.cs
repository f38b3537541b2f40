using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
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

    // As OpenID Connect Core bounds it, section 2. It is stored with every node id, and named in logs.
    private const int MaxSubjectLength = 255;
    private const string Scheme = "Bearer ";

    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = MaxTokenLength, MapInboundClaims = false };
    private readonly TokenValidationParameters _parameters;
    private readonly JwtOptions _options;
    private readonly IReadOnlyList<string> _algorithms;
    private readonly SymmetricSecurityKey? _secret;
    private readonly KeyRing _keys;
    private readonly IdentityProvider? _provider;
    private readonly AccessControl? _revocations;
    private readonly KnownTokens _known = new();
    private readonly TimeProvider _clock;

    /// <summary>Makes one.</summary>
    /// <param name="options">How tokens are checked.</param>
    /// <param name="clock">The time.</param>
    /// <param name="provider">The identity provider that the options name, or null.</param>
    /// <param name="revocations">Which tokens were revoked; null for none.</param>
    /// <param name="logger">For keys that can't be read.</param>
    public TokenAuthenticator(JwtOptions options, TimeProvider clock, IdentityProvider? provider = null, AccessControl? revocations = null, ILogger<TokenAuthenticator>? logger = null)
    {
        _options = options;
        _clock = clock;
        _algorithms = options.AcceptedAlgorithms;
        _secret = options.Secret is { } secret ? new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret)) : null;
        _keys = new KeyRing(options.KeyFiles, clock, logger ?? NullLogger<TokenAuthenticator>.Instance);
        _provider = provider;
        _revocations = revocations;
        _parameters = new TokenValidationParameters
        {
            // A list of what is allowed, so that "none" and tricks with public keys have no way in.
            ValidAlgorithms = _algorithms,
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
    /// <exception cref="SyncException">
    /// UNAUTHENTICATED, with what is wrong in words that help, and no part of the token; or UNAVAILABLE, when the identity provider can't be asked.
    /// </exception>
    public ValueTask<Credential> AuthenticateAsync(string? authorization)
    {
        if (string.IsNullOrEmpty(authorization)) throw Refused("No token came; send it as metadata \"authorization: Bearer <token>\".");
        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) throw Refused("The authorization metadata does not begin with \"Bearer \".");
        return CheckAsync(authorization[Scheme.Length..].Trim());
    }

    /// <summary>Checks a token.</summary>
    /// <exception cref="SyncException">As for <see cref="AuthenticateAsync"/>.</exception>
    public async ValueTask<Credential> CheckAsync(string text)
    {
        if (text.Length == 0) throw Refused("The token is empty; something before this, such as an environment variable, was not set.");
        if (text.Length > MaxTokenLength) throw Refused($"The token has {text.Length} characters; at most {MaxTokenLength} are accepted.");

        if (_known.Find(text) is { } known && await IsGoodAsync(known)) return known.Credential;
        // Before it is checked: keys that change meanwhile are others than those.
        var keys = _keys.Current;
        var (result, provider) = await ValidateAsync(Read(text));
        if (!result.IsValid) throw Refused(Explain(result.Exception));
        var token = (JsonWebToken)result.SecurityToken;
        var credential = CredentialOf(token);
        if (_revocations?.IsRevoked(credential) == true) throw Refused(AccessControl.RevokedReason);
        _known.Add(text, new KnownToken(credential, token.ValidFrom, KeyEndOf(token), keys, provider));
        return credential;
    }

    /// <summary>Who the value of an <c>authorization</c> header speaks of, if its token was checked before and is still good.</summary>
    /// <returns>Null where that takes a check, which may also find the token bad.</returns>
    public async ValueTask<Credential?> FindKnownAsync(string? authorization)
    {
        if (authorization?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) != true || _known.Find(authorization[Scheme.Length..].Trim()) is not { } known) return null;
        try
        {
            return await IsGoodAsync(known) ? known.Credential : null;
        }
        catch (SyncException)
        {
            return null;
        }
    }

    // All that may have changed since its signature was checked (INV-ACC-4).
    private async ValueTask<bool> IsGoodAsync(KnownToken known)
    {
        var now = _clock.GetUtcNow();
        return now < known.Credential.ExpiresAt
            && known.From - now.UtcDateTime <= _options.Leeway
            && now.UtcDateTime - known.KeyUntil <= _options.Leeway
            && ReferenceEquals(known.Keys, _keys.Current)
            && (known.Provider is null || ReferenceEquals(known.Provider, await _provider!.GetAsync()))
            && _revocations?.IsRevoked(known.Credential) != true;
    }

    private JsonWebToken Read(string text)
    {
        try
        {
            return _handler.ReadJsonWebToken(text);
        }
        catch (Exception broken) when (broken is ArgumentException or SecurityTokenException or JsonException or FormatException)
        {
            throw Refused(Explain(broken));
        }
    }

    private async Task<(TokenValidationResult Result, OpenIdConnectConfiguration? Provider)> ValidateAsync(JsonWebToken token)
    {
        // A service with a token of the secret must not wait for a provider that is away.
        if (_provider is null || !JwtAlgorithms.Asymmetric.Contains(AlgorithmOf(token))) return (await _handler.ValidateTokenAsync(token, Parameters(null)), null);
        var said = await _provider.GetAsync();
        var result = await _handler.ValidateTokenAsync(token, Parameters(said));
        if (result.IsValid || result.Exception is not SecurityTokenSignatureKeyNotFoundException) return (result, said);
        return await _provider.AskAgainAsync(said) is { } news ? (await _handler.ValidateTokenAsync(token, Parameters(news)), news) : (result, said);
    }

    private static string AlgorithmOf(JsonWebToken token) => token.TryGetHeaderValue<string>("alg", out var name) ? name ?? string.Empty : string.Empty;

    private TokenValidationParameters Parameters(OpenIdConnectConfiguration? provider)
    {
        var parameters = _parameters.Clone();
        parameters.IssuerSigningKeyResolver = (_, _, kid, _) => Candidates(kid, provider);
        if (provider is null || _options.Issuer is not null) return parameters;
        parameters.ValidateIssuer = true;
        parameters.ValidIssuer = provider.Issuer;
        return parameters;
    }

    // Where a token names a key, others that have a name are not tried. Keys in PEM have none.
    private IEnumerable<SecurityKey> Candidates(string? kid, OpenIdConnectConfiguration? provider)
    {
        IEnumerable<SecurityKey> keys = _keys.Current;
        if (_secret is not null) keys = keys.Prepend(_secret);
        // What a provider publishes for others to check with can't be a secret.
        if (provider is not null) keys = keys.Concat(provider.SigningKeys.Where(key => key is AsymmetricSecurityKey or JsonWebKey { Kty: not JsonWebAlgorithmsKeyTypes.Octet }));
        return string.IsNullOrEmpty(kid) ? keys : keys.Where(key => string.IsNullOrEmpty(key.KeyId) || key.KeyId == kid);
    }

    private Credential CredentialOf(JsonWebToken token)
    {
        using var payload = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload));
        var subject = SubjectIn(payload.RootElement);
        var metadata = new Dictionary<string, Value>(StringComparer.Ordinal);
        HashSet<string> roles = new(StringComparer.Ordinal);
        foreach (var claim in payload.RootElement.EnumerateObject())
        {
            if (claim.Name == "sub") continue;
            if (claim.Name == _options.RolesClaim) roles.UnionWith(RolesIn(claim.Value));
            else metadata[claim.Name] = ClaimValue.Of(claim.Value);
        }

        var principal = new Principal(subject, roles.ToFrozenSet(StringComparer.Ordinal), new ObjectValue(metadata));
        return new Credential(principal, EndOf(token))
        {
            TokenId = metadata.GetValueOrDefault("jti") is StringValue id ? id.Text : null,
            IssuedAt = token.IssuedAt == DateTime.MinValue ? null : new DateTimeOffset(token.IssuedAt, TimeSpan.Zero),
        };
    }

    private static string SubjectIn(JsonElement payload)
    {
        JsonElement[] named = [.. payload.EnumerateObject().Where(claim => claim.Name == "sub").Select(claim => claim.Value)];
        if (named is [] or [{ ValueKind: JsonValueKind.Null }]) throw Refused("The token has no sub claim; it names the user.");
        if (named.Length > 1) throw Refused($"The token has {named.Length} sub claims; it must name one user.");
        if (named[0].ValueKind != JsonValueKind.String) throw Refused($"The token's sub claim is a {named[0].ValueKind}; it must be a text, the user.");
        var subject = named[0].GetString()!;
        if (subject.Length == 0) throw Refused("The token's sub claim is empty; it names the user.");
        if (subject.Length > MaxSubjectLength) throw Refused($"The token's sub claim has {subject.Length} characters; at most {MaxSubjectLength} are accepted.");
        return subject.Any(char.IsControl) ? throw Refused("The token's sub claim has control characters; they are not accepted in the name of a user.") : subject;
    }

    private DateTimeOffset EndOf(JsonWebToken token)
    {
        var expires = new DateTimeOffset(token.ValidTo, TimeSpan.Zero);
        return DateTimeOffset.MaxValue - expires < _options.Leeway ? DateTimeOffset.MaxValue : expires + _options.Leeway;
    }

    // A certificate ends while the list in which it stands is the same.
    private static DateTime KeyEndOf(JsonWebToken token)
        => token.SigningKey is X509SecurityKey { Certificate: { } certificate } ? certificate.NotAfter.ToUniversalTime() : DateTime.MaxValue;

    private static IEnumerable<string> RolesIn(JsonElement claim) => claim.ValueKind switch
    {
        JsonValueKind.String => [claim.GetString()!],
        JsonValueKind.Array => claim.EnumerateArray().Where(role => role.ValueKind == JsonValueKind.String).Select(role => role.GetString()!),
        _ => [],
    };

    private string Explain(Exception? failure) => failure switch
    {
        SecurityTokenExpiredException or SecurityTokenInvalidLifetimeException => "The token has expired or is not valid yet; check exp, nbf and the clocks.",
        SecurityTokenNoExpirationException => "The token has no exp claim.",
        SecurityTokenInvalidAlgorithmException => $"The token's algorithm is not accepted; {string.Join(", ", _algorithms)} {(_algorithms.Count == 1 ? "is" : "are")}.",
        SecurityTokenInvalidIssuerException => "The token's issuer is not the one that is configured.",
        SecurityTokenInvalidAudienceException => "The token's audience is not the one that is configured.",
        SecurityTokenSignatureKeyNotFoundException or SecurityTokenInvalidSignatureException => $"The token's signature is not of {(_secret is not null && _algorithms.Count == 1 ? "the configured secret" : "a configured key")}.",
        _ => "The token is not a JWT that can be checked.",
    };

    private static SyncException Refused(string message) => new(ErrorCode.Unauthenticated, message);
}
