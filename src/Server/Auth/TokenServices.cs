using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TopGun.Server.Auth;

/// <summary>Puts together how tokens are checked.</summary>
internal static class TokenServices
{
    // Of the options of JwtBearer only; no middleware of it runs. Tokens also come within a stream, where there is no request to authenticate.
    private const string Scheme = TopGunServices.AuthorityScheme;

    public static void AddTokens(this IServiceCollection services)
    {
        services.AddOptions<JwtBearerOptions>(Scheme).Configure<IOptions<TopGunServerOptions>>((bearer, options) =>
        {
            bearer.Authority = options.Value.Jwt.Authority;
            // Whether http is all right has been checked: on loopback it is.
            bearer.RequireHttpsMetadata = bearer.Authority?.StartsWith("http:", StringComparison.OrdinalIgnoreCase) != true;
            bearer.BackchannelTimeout = TimeSpan.FromSeconds(10);
            bearer.RefreshInterval = TimeSpan.FromSeconds(30);
        });
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<JwtBearerOptions>, JwtBearerPostConfigureOptions>());
        services.AddSingleton(provider =>
        {
            var jwt = provider.GetRequiredService<IOptions<TopGunServerOptions>>().Value.Jwt;
            var clock = provider.GetRequiredService<TimeProvider>();
            var logger = provider.GetRequiredService<ILogger<TokenAuthenticator>>();
            if (jwt.Authority is null) return new TokenAuthenticator(jwt, clock, null, provider.GetRequiredService<AccessControl>(), logger);
            var source = provider.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>().Get(Scheme).ConfigurationManager
                ?? throw new InvalidOperationException($"The options of the scheme {Scheme} have no source of the identity provider's keys.");
            return new TokenAuthenticator(jwt, clock, new IdentityProvider(jwt.Authority, source, clock, logger), provider.GetRequiredService<AccessControl>(), logger);
        });
    }
}
