using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TopGun.Grpc.Server;
using TopGun.Grpc.Server.Health;
using TopGun.Grpc.Server.Reflection;

namespace TopGun.Grpc.Tests.Interop;

/// <summary>A server with the service of the public cases, on a port for HTTP/2 and one for HTTP/1.1.</summary>
internal sealed class InteropHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private InteropHost(WebApplication app) => _app = app;

    /// <summary>Where HTTP/2 is spoken.</summary>
    public Uri Address => new(_app.Urls.First());

    /// <summary>Where HTTP/1.1 is spoken.</summary>
    public Uri WebAddress => new(_app.Urls.Last());

    public static async Task<InteropHost> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.Limits.ApplyGrpcLimits();
            server.ListenLocalhostOnFreePort(HttpProtocols.Http2);
            server.ListenLocalhostOnFreePort(HttpProtocols.Http1);
        });
        builder.Services.AddGrpc(options =>
        {
            options.ResponseCompressionAlgorithm = "gzip";
            options.WebOrigins.Add("*");
        });
        var app = builder.Build();
        app.MapGrpcService<TestServiceImpl>();
        app.MapGrpcService<HealthService>();
        app.MapGrpcService<ReflectionService>();
        await app.StartAsync();
        app.Services.GetRequiredService<HealthState>().Move(HealthPhase.Serving);
        return new InteropHost(app);
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }
}
