using System.Net;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TopGun.Core.Access;
using TopGun.Core.Sync;
using TopGun.Server.Maps;
using TopGun.Server.Storage;
using TopGun.Server.Tests.Auth;

namespace TopGun.Server.Tests.Endpoint;

/// <summary>A real server on free ports, put together as an application would, over a store in memory unless it is given a file.</summary>
/// <remarks>Disposing it fails the test that has left an error in the log without having announced it.</remarks>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _probes;

    private TestServer(WebApplication app, TimeProvider time, ErrorLog log)
    {
        (_app, Time, Log) = (app, time, log);
        Address = new Uri(app.Urls.First());
        WebAddress = new Uri(app.Urls.Last());
        Channel = GrpcChannel.ForAddress(Address);
    }

    /// <summary>Where HTTP/2 is spoken.</summary>
    public Uri Address { get; }

    /// <summary>Where HTTP/1.1 is spoken.</summary>
    public Uri WebAddress { get; }

    public TimeProvider Time { get; }

    public ErrorLog Log { get; }

    public GrpcChannel Channel { get; }

    public long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();

    public static async Task<TestServer> StartAsync(TimeProvider? time = null, string? dataFile = null, Action<TopGunServerOptions>? configure = null, IStore? store = null)
    {
        var clock = time ?? new ManualTime();
        var log = new ErrorLog();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.UseTopGunLimits();
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddSingleton(clock);
        builder.Services.AddTopGun(options =>
        {
            options.Jwt.Secret = Jwt.Secret;
            options.DataFile = dataFile ?? options.DataFile;
            options.Permissions.Add(new() { Maps = ["*"], Actions = MapAction.Read | MapAction.Put | MapAction.Remove });
            configure?.Invoke(options);
        });
        if (dataFile is null) builder.Services.AddSingleton<IStore>(store ?? new MemoryStore());
        var app = builder.Build();
        app.MapTopGun();
        await app.StartAsync();
        return new TestServer(app, clock, log);
    }

    public string Token(string subject = "alice", string more = "") => Jwt.For(subject, (NowMs / 1_000) + 3_600, more);

    /// <summary>Opens a stream on which nothing was sent.</summary>
    public RawClient Open(string? authorization) => new(Channel, authorization);

    /// <summary>Opens a stream up to its Welcome.</summary>
    public async Task<RawClient> Connect(string nodeId = "node-1", string subject = "alice", params string[] features)
    {
        var client = Open($"Bearer {Token(subject)}");
        await client.Send(new Hello(1, 1, nodeId, features, "test 1.0"));
        await client.Next<Welcome>();
        return client;
    }

    /// <summary>Shows that the server lives on: another client writes and reads (INV-SES-3).</summary>
    public async Task LivesOn()
    {
        var node = $"probe-{++_probes}";
        using var client = await Connect(node, "probe");
        var writer = new TestWriter(node, node) { FirstSentMs = NowMs };
        Assert.Equal(OpResultCode.Applied, Assert.Single(await client.Settle(writer.NewOps(1))).Code);
    }

    /// <summary>Its partitions.</summary>
    public PartitionTable Partitions => _app.Services.GetRequiredService<PartitionTable>();

    /// <summary>Begins to stop, as on a signal, and goes on serving what is open.</summary>
    public void BeginToStop() => _app.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        using var atOnce = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
        Log.Verify();
    }
}
