using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using TopGun.Core.Sync;
using TopGun.Server.Tests.Endpoint;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Tests.Auth;

/// <summary>Tokens that an OpenID Connect provider signs, whose keys the server asks for.</summary>
public sealed class IdentityProviderTests
{
    private const long Later = (ManualTime.NewYear / 1_000) + 3_600;

    [Fact]
    public async Task Issuer_and_keys_are_what_the_provider_says_also_after_it_has_changed_them()
    {
        using var first = new Signer();
        using var second = new Signer();
        await using var provider = await Provider.StartAsync(first.Jwk("k1"));
        await using var server = await StartAsync(provider.Address);

        await Welcomed(server, "node-1", first.Rs256(Payload(provider.Address), """{"alg":"RS256","kid":"k1"}"""));
        await Refused(server, first.Rs256(Payload("http://127.0.0.1:1"), """{"alg":"RS256","kid":"k1"}"""), "issuer");
        await Refused(server, first.Rs256(Payload(provider.Address, "another-application"), """{"alg":"RS256","kid":"k1"}"""), "audience");
        await Refused(server, second.Rs256(Payload(provider.Address), """{"alg":"RS256","kid":"k1"}"""), "signature");

        // The provider has a new key; a token that names it makes the server ask again.
        provider.Keys = second.Jwk("k2");
        await Welcomed(server, "node-2", second.Rs256(Payload(provider.Address), """{"alg":"RS256","kid":"k2"}"""));
        await Refused(server, first.Rs256(Payload(provider.Address), """{"alg":"RS256","kid":"k1"}"""), "signature");

        // Who names keys that do not exist does not make it ask each time.
        var asked = provider.Asked;
        for (var i = 0; i < 20; i++) await Refused(server, first.Rs256(Payload(provider.Address), $$"""{"alg":"RS256","kid":"no-{{i}}"}"""), "signature");
        Assert.Equal(asked, provider.Asked);
    }

    [Fact]
    public async Task A_provider_that_is_away_is_no_fault_of_the_token_and_none_of_those_that_do_not_need_it()
    {
        using var signer = new Signer();
        await using var server = await StartAsync("http://127.0.0.1:9", options => options.Jwt.Secret = Jwt.Secret);

        using var client = server.Open($"Bearer {signer.Rs256(Payload("http://127.0.0.1:9"))}");
        Assert.Contains("identity provider", await client.EndsWith(StatusCode.Unavailable, Wire.ErrorCode.Unavailable));
        await Refused(server, Jwt.For("alice", Later, ",\"aud\":\"other\""), "audience");
        await Welcomed(server, "node-1", Jwt.For("alice", Later, ",\"aud\":\"topgun\""));
    }

    [Theory]
    [InlineData("http://id.example.com", "topgun", "https")]
    [InlineData("id.example.com", "topgun", "https")]
    [InlineData("https://id.example.com", null, "Audience")]
    public async Task An_authority_without_https_or_audience_is_a_mistake(string authority, string? audience, string named)
    {
        var failure = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => TestServer.StartAsync(configure: options =>
        {
            options.Jwt.Secret = null;
            options.Jwt.Authority = authority;
            options.Jwt.Audience = audience;
        }));
        Assert.Contains(named, Assert.Single(failure.Failures));
    }

    private static string Payload(string issuer, string audience = "topgun") => $$"""{"sub":"alice","exp":{{Later}},"iss":"{{issuer}}","aud":"{{audience}}"}""";

    private static Task<TestServer> StartAsync(string authority, Action<TopGunServerOptions>? more = null) => TestServer.StartAsync(configure: options =>
    {
        options.Jwt.Secret = null;
        options.Jwt.Authority = authority;
        options.Jwt.Audience = "topgun";
        more?.Invoke(options);
    });

    private static async Task Welcomed(TestServer server, string node, string token)
    {
        using var client = server.Open($"Bearer {token}");
        await client.Send(new Hello(1, 1, node, [], "test"));
        Assert.Equal("alice", (await client.Next<Welcome>()).Subject);
    }

    private static async Task Refused(TestServer server, string token, string reason)
    {
        using var client = server.Open($"Bearer {token}");
        Assert.Contains(reason, await client.EndsWith(StatusCode.Unauthenticated, Wire.ErrorCode.Unauthenticated));
    }

    /// <summary>As much of a provider as a server needs, on loopback.</summary>
    private sealed class Provider(WebApplication app) : IAsyncDisposable
    {
        private int _asked;

        public string Address => app.Urls.First();

        public volatile string Keys = "";

        public int Asked => Volatile.Read(ref _asked);

        public static async Task<Provider> StartAsync(string keys)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
            var provider = new Provider(builder.Build()) { Keys = keys };
            await provider.BeginAsync();
            return provider;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private Task BeginAsync()
        {
            app.MapGet("/.well-known/openid-configuration", context => context.Response.WriteAsync($$"""{"issuer":"{{Address}}","jwks_uri":"{{Address}}/keys"}"""));
            app.MapGet("/keys", context =>
            {
                Interlocked.Increment(ref _asked);
                return context.Response.WriteAsync($$"""{"keys":[{{Keys}}]}""");
            });
            return app.StartAsync();
        }
    }
}
