using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TopGun.Host.Configuration;
using TopGun.Host.Tokens;
using TopGun.Server;
using TopGun.Server.Storage;
using TopGun.Server.Storage.Postgres;

namespace TopGun.Host.Serving;

/// <summary>One run of the server, from the start to the signal that ends it.</summary>
internal static class ServerRun
{
    /// <summary>Starts the server, says where it is, and runs until the process is asked to stop.</summary>
    /// <exception cref="StartFailure">It can't start.</exception>
    public static async Task<int> RunAsync(ServeSettings settings, TextWriter output, CancellationToken cancellationToken)
    {
        // All that is wrong at once: the application itself would end with the first part of it.
        if (Check(settings, new TopGunServerOptions()) is { Count: > 0 } mistakes) throw new StartFailure(mistakes);
        await using var app = Compose(settings);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is StoreOpenException or StoreCorruptException)
        {
            throw new StartFailure(failure.Message, failure);
        }
        catch (OptionsValidationException failure)
        {
            throw Wrong(failure);
        }
        catch (IOException failure) when (failure.InnerException is AddressInUseException)
        {
            throw new StartFailure(
                $"Port {Ports(settings, " or ")} is in use on {settings.Address}. Stop what listens there (lsof -i :{settings.GrpcPort}), or choose another with --port.", failure);
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            throw new StartFailure($"Can't listen on {settings.Address}, port {Ports(settings, " and ")}: {failure.Message.TrimEnd('.')}. Set --bind to an address of this machine, and --port to one that this user may open.", failure);
        }

        Announce(app, settings, output);
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    // Services look at their options when they are mapped, or when the application starts.
    private static WebApplication Compose(ServeSettings settings)
    {
        try
        {
            return Build(settings);
        }
        catch (OptionsValidationException failure)
        {
            throw Wrong(failure);
        }
    }

    private static StartFailure Wrong(OptionsValidationException failure) => new(failure.Failures, failure);

    private static string Ports(ServeSettings settings, string and)
        => settings.Tls is null ? $"{settings.GrpcPort}{and}{settings.WebPort}" : $"{settings.GrpcPort}";

    private static WebApplication Build(ServeSettings settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "topgun" });
        builder.Configuration.Sources.Clear();
        settings.Log.AddTo(builder.Logging);
        settings.Otlp?.AddTo(builder.Services);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(20));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.UseTopGunLimits();
            kestrel.Limits.KeepAliveTimeout = settings.IdleTimeout ?? kestrel.Limits.KeepAliveTimeout;
            Listen(kestrel, settings);
        });
        if (settings.Tls is { } tls)
            builder.Services.AddSingleton(services => new TlsReloading(tls, TimeProvider.System, services.GetRequiredService<ILoggerFactory>().CreateLogger("TopGun.Host.Tls")));
        builder.Services.AddTopGun(options => Apply(settings, options));

        var app = builder.Build();
        app.MapTopGun();
        return app;
    }

    /// <summary>Sets the server's options by what it is started with, and looks at them.</summary>
    /// <returns>All that is wrong with them.</returns>
    public static IReadOnlyList<string> Check(ServeSettings settings, TopGunServerOptions options)
    {
        IEnumerable<string> mistakes = [];
        try
        {
            Apply(settings, options);
        }
        catch (StartFailure failure)
        {
            mistakes = failure.Mistakes;
        }

        return [.. mistakes, .. options.Validate(new ValidationContext(options)).Select(mistake => mistake.ErrorMessage!)];
    }

    /// <summary>Sets the server's options by what it is started with.</summary>
    /// <exception cref="StartFailure">Names of options are not known, or values are of a wrong form. All others are set.</exception>
    private static void Apply(ServeSettings settings, TopGunServerOptions options)
    {
        options.DataFile = settings.DataFile;
        options.Store = settings.Store;
        options.StoreLease = settings.StoreLease ?? options.StoreLease;
        options.Jwt.Secret = settings.Secret;
        var mistakes = new Mistakes();
        mistakes.Read(() => OptionVariables.Bind(settings.Options, options));
        foreach (var rule in settings.Permissions) options.Permissions.Add(rule);
        options.Heartbeat = settings.Heartbeat ?? options.Heartbeat;
        options.TombstoneRetention = settings.TombstoneRetention ?? options.TombstoneRetention;
        options.MaxConnectionAge = settings.MaxConnectionAge ?? options.MaxConnectionAge;
        foreach (var origin in settings.WebOrigins) options.WebOrigins.Add(origin);
        mistakes.Read(() => settings.Config.AddTo(options.Resolvers));
        mistakes.ThrowIfAny();
    }

    private static void Listen(KestrelServerOptions kestrel, ServeSettings settings)
    {
        if (settings.Tls is { } tls)
        {
            var certificate = kestrel.ApplicationServices.GetRequiredService<TlsReloading>();
            kestrel.Listen(settings.Address, settings.GrpcPort, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(certificate.Current) });
            });
            return;
        }

        // In cleartext nothing tells the versions apart before the first byte, so each has a port of its own.
        kestrel.Listen(settings.Address, settings.GrpcPort, listen => listen.Protocols = HttpProtocols.Http2);
        kestrel.Listen(settings.Address, settings.WebPort, listen => listen.Protocols = HttpProtocols.Http1);
    }

    private static void Announce(WebApplication app, ServeSettings settings, TextWriter output)
    {
        // As they were bound: port 0 has become a real one. The first is the one that was listened on first.
        var bound = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
            .Select(address => new Uri(address.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal)))
            .Select(address => address.GetLeftPart(UriPartial.Authority))
            .ToArray();
        output.WriteLine($"grpc:  {bound[0]}");
        output.WriteLine($"web:   {bound[^1]}");
        var options = app.Services.GetRequiredService<IOptions<TopGunServerOptions>>().Value;
        output.WriteLine($"data:  {(options.Store is { } store ? new PostgresStoreOptions { Address = store }.ShownAddress : options.DataFile)}");
        if (settings.Config.Resolvers.Count > 0)
            output.WriteLine($"rules: {string.Join(", ", settings.Config.Resolvers.Select(map => $"{map.Key} ({map.Value!.Count})"))}");
        if (settings.IsDev)
        {
            output.WriteLine($"token: {TokenMint.Mint(settings.Secret!, "dev", [], TimeSpan.FromDays(30), TimeProvider.System)}");
            output.WriteLine("This is for trying out: every token of this secret may do everything, on loopback only.");
        }

        output.WriteLine("ready");
        output.Flush();
    }
}
