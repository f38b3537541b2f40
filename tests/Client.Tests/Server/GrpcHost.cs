using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TopGun.Grpc.Server;

namespace TopGun.Client.Tests.Server;

/// <summary>A scripted server behind real gRPC on a free port.</summary>
internal sealed class GrpcHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private GrpcHost(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    /// <summary>Where HTTP/1.1 is spoken, if it has a port of its own.</summary>
    public string WebAddress => _app.Urls.Last();

    public static Task<GrpcHost> StartAsync(ScriptedServer server, HttpProtocols protocols = HttpProtocols.Http2)
        => StartAsync(server, kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols));

    public static async Task<GrpcHost> StartAsync(ScriptedServer server, Action<KestrelServerOptions> listen)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(listen);
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(server);
        var app = builder.Build();
        app.MapGrpcService<ScriptedSyncService>();
        app.MapGet("/healthz", () => "ok\n");
        await app.StartAsync();
        return new GrpcHost(app);
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }
}
