using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TopGun.Core.Access;
using TopGun.Server;
using TopGun.Server.Tests.Auth;

namespace TopGun.EndToEnd.Processes;

/// <summary>A server in this process, as an application of one's own has it, for tests that move its clock.</summary>
internal sealed class ServerInProcess : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Counts _counts;

    private ServerInProcess(WebApplication app, LeapingTime time, Counts counts) => (_app, Time, _counts) = (app, time, counts);

    /// <summary>Its clock.</summary>
    public LeapingTime Time { get; }

    /// <summary>Where HTTP/2 is spoken.</summary>
    public string Address => _app.Urls.First();

    /// <summary>Where HTTP/1.1 is spoken.</summary>
    public string WebAddress => _app.Urls.Last();

    /// <summary>A token for it, of the user 'dev'.</summary>
    public string Token => Jwt.For("dev", Time.GetUtcNow().ToUnixTimeSeconds() + 3_600);

    /// <summary>How many connections were made so far, and how many of them have ended.</summary>
    public (int Made, int Ended) Connections
    {
        get
        {
            lock (_counts) return (_counts.Made, _counts.Ended);
        }
    }

    public static async Task<ServerInProcess> StartAsync(string data, Action<TopGunServerOptions> configure)
    {
        var (time, counts) = (new LeapingTime(), new Counts());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.UseTopGunLimits();
            kestrel.Listen(IPAddress.Loopback, 0, listen => counts.Watch(listen, HttpProtocols.Http2));
            kestrel.Listen(IPAddress.Loopback, 0, listen => counts.Watch(listen, HttpProtocols.Http1));
        });
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddTopGun(options =>
        {
            options.Jwt.Secret = Jwt.Secret;
            options.DataFile = data;
            options.Permissions.Add(new() { Maps = ["*"], Actions = MapAction.Read | MapAction.Put | MapAction.Remove });
            configure(options);
        });
        var app = builder.Build();
        app.MapTopGun();
        await app.StartAsync();
        return new ServerInProcess(app, time, counts);
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }

    private sealed class Counts
    {
        public int Made { get; private set; }

        public int Ended { get; private set; }

        public void Watch(ListenOptions listen, HttpProtocols protocols)
        {
            listen.Protocols = protocols;
            listen.Use(next => async connection =>
            {
                lock (this) Made++;
                try
                {
                    await next(connection);
                }
                finally
                {
                    lock (this) Ended++;
                }
            });
        }
    }
}
