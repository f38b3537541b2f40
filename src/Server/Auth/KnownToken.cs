using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using TopGun.Server.Sessions;

namespace TopGun.Server.Auth;

/// <summary>A token whose signature was good.</summary>
/// <param name="Credential">What it says.</param>
/// <param name="From">From when it is valid.</param>
/// <param name="KeyUntil">Until when the key that signed it is good, where that comes with a certificate; the end of time where not.</param>
/// <param name="Keys">The keys of the files with which it was checked: another list, another check.</param>
/// <param name="Provider">What the identity provider said of itself when it was checked with its keys; null when it was not.</param>
internal sealed record KnownToken(Credential Credential, DateTime From, DateTime KeyUntil, IReadOnlyList<SecurityKey> Keys, OpenIdConnectConfiguration? Provider);
