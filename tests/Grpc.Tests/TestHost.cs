using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Grpc.AspNetCore.Server;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TopGun.Grpc.Server;
using TopGun.Grpc.Server.Binding;
using TopGun.Grpc.Tests.Protos;
using TopGun.Grpc.Wire;

namespace TopGun.Grpc.Tests;

/// <summary>A real server on a free port, with a client of it.</summary>
/// <remarks>Disposing it fails the test that has left an error in the log without having announced it.</remarks>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ErrorLog _errors;
    private readonly List<GrpcChannel> _channels = [];
    private readonly List<SocketsHttpHandler> _handlers = [];

    private TestHost(WebApplication app, ErrorLog errors, Uri address)
    {
        (_app, _errors, Address) = (app, errors, address);
        Channel = Open(new GrpcChannelOptions());
        Client = new ProbeService.ProbeServiceClient(Channel);
    }

    public Uri Address { get; }

    public GrpcChannel Channel { get; }

    public ProbeService.ProbeServiceClient Client { get; }

    public ProbeScript Script => _app.Services.GetRequiredService<ProbeScript>();

    /// <summary>Error messages that the test expects.</summary>
    public ConcurrentQueue<string> Errors => _errors.Messages;

    public static async Task<TestHost> StartAsync(
        Action<GrpcServiceOptions>? options = null,
        Action<KestrelServerOptions>? kestrel = null,
        HttpProtocols protocols = HttpProtocols.Http2,
        Action<WebApplicationBuilder>? configure = null,
        Action<WebApplication>? map = null,
        Action<ListenOptions>? listen = null,
        TimeProvider? time = null)
    {
        var errors = new ErrorLog();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(errors);
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.Limits.ApplyGrpcLimits();
            kestrel?.Invoke(server);
            server.ListenLocalhostOnFreePort(protocols, listen);
        });
        if (time is not null) builder.Services.AddSingleton(time);
        builder.Services.AddGrpc(options ?? (_ => { }));
        builder.Services.AddSingleton<ProbeScript>();
        configure?.Invoke(builder);
        var app = builder.Build();
        (map ?? Map<Probe>)(app);
        app.MapGet("/plain", () => "hello");
        await app.StartAsync();
        return new TestHost(app, errors, new Uri(app.Urls.Single()));
    }

    public static void Map<[DynamicallyAccessedMembers(ServiceMethods.Members)] TService>(WebApplication app)
        where TService : class
        => app.MapGrpcService<TService>();

    /// <summary>A further client, which travels in another way.</summary>
    public ProbeService.ProbeServiceClient ClientOf(WireForm form, Version version) => new(ChannelOf(form, version));

    /// <summary>A further channel. It is disposed with the host.</summary>
    public GrpcChannel ChannelOf(WireForm form, Version version, TimeProvider? time = null)
    {
        _channels.Add(Open(new GrpcChannelOptions { Form = form, HttpVersion = version, Time = time ?? TimeProvider.System }));
        return _channels[^1];
    }

    public T Get<T>()
        where T : notnull
        => _app.Services.GetRequiredService<T>();

    /// <summary>Stops the server as a deployment would.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        foreach (var channel in _channels) channel.Dispose();
        foreach (var handler in _handlers) handler.Dispose();
        using var atOnce = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
        Assert.Empty(_errors.Messages);
    }

    // A busy machine takes its time to connect, and whether it does is not what is tried here.
    private GrpcChannel Open(GrpcChannelOptions options)
    {
        var handler = GrpcHttpHandler.Create();
        handler.ConnectTimeout = TimeSpan.FromMinutes(2);
        _handlers.Add(handler);
        options.HttpHandler = handler;
        return GrpcChannel.ForAddress(Address, options);
    }
}
