using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TopGun.Core.Access;
using TopGun.Core.Partitions;
using TopGun.Core.Resolvers;
using TopGun.Core.Sync;
using TopGun.Grpc.Server;
using TopGun.Grpc.Server.Health;
using TopGun.Grpc.Server.Reflection;
using TopGun.Protocol.Records;
using TopGun.Server.Auth;
using TopGun.Server.Calls;
using TopGun.Server.Limits;
using TopGun.Server.Maps;
using TopGun.Server.Observability;
using TopGun.Server.Resolvers;
using TopGun.Server.Resolvers.Registering;
using TopGun.Server.Sessions;
using TopGun.Server.Sessions.Ladder;
using TopGun.Server.Storage;
using TopGun.Server.Storage.Postgres;
using TopGun.Server.Storage.Sqlite;

namespace TopGun.Server;

/// <summary>Puts a TopGun server into an ASP.NET Core application: the one place where its rooms are put together.</summary>
public static class TopGunServices
{
    /// <summary>
    /// The name of the <c>JwtBearerOptions</c> by which the identity provider of <see cref="Auth.JwtOptions.Authority"/> is asked. Configure
    /// options of this name to ask through a proxy or with a root certificate of your own.
    /// </summary>
    public const string AuthorityScheme = "TopGun";

    private static readonly TimeSpan ConnectionGrace = TimeSpan.FromSeconds(30);

    /// <summary>Adds the server.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets the options. They are checked when the application starts, and every mistake is reported at once.</param>
    public static IServiceCollection AddTopGun(this IServiceCollection services, Action<TopGunServerOptions> configure)
    {
        services.AddOptions<TopGunServerOptions>().Configure(configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TopGunServerOptions>, TopGunServerOptionsCheck>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => Options(provider).Limits.ToCore());
        services.AddSingleton(provider => new AccessControl(
            provider.GetRequiredService<IOptionsMonitor<TopGunServerOptions>>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<AccessControl>>()));
        services.AddSingleton<IMapAccess>(provider => provider.GetRequiredService<AccessControl>());
        services.AddTokens();
        services.AddMetrics();
        services.AddSingleton<ResolverMetrics>();
        services.AddSingleton<ServerMetrics>();
        services.AddSingleton<MetricsPage>();
        services.AddSingleton(provider => new ResolverForge(Options(provider).Resolvers.Engine, Options(provider).Resolvers.ScriptLimits, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IResolverSource>(provider => new ConfiguredResolvers(
            Options(provider).Resolvers, provider.GetRequiredService<ResolverForge>(), provider.GetRequiredService<ResolverMetrics>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ConfiguredResolvers>>()));
        services.AddSingleton<IStore>(OpenStore);
        services.AddSingleton<RejectionBoard>();
        services.AddSingleton<MapAgenda>();
        services.AddSingleton(provider => new MapUpkeep(
            provider.GetRequiredService<Maps.PartitionTable>(),
            provider.GetRequiredService<MapAgenda>(),
            provider.GetRequiredService<IStore>(),
            provider.GetRequiredService<TimeProvider>(),
            Options(provider).TombstoneRetention,
            Options(provider).IdleMapTimeout,
            provider.GetRequiredService<ILogger<MapUpkeep>>()));
        services.AddSingleton(Settings);
        services.AddSingleton(Partitions);
        services.AddSingleton(provider => new SessionSettings { HeartbeatMs = (int)Options(provider).Heartbeat.TotalMilliseconds, RefreshBefore = Options(provider).Jwt.RefreshBefore });
        services.AddSingleton(provider => new CallRate(Options(provider).Resolvers.Registering, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<Pressure>();
        services.AddSingleton<WriteAdmission>();
        services.AddSingleton(provider => new UserLimits(
            Options(provider).Limits, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ServerMetrics>(), provider.GetRequiredService<Pressure>()));
        services.AddSingleton<IStrangerBudget>(provider => new RateBuckets(Options(provider).Limits.ForbiddenBurst, 1, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new ResolverCatalog(
            Options(provider).Resolvers,
            provider.GetRequiredService<Maps.PartitionTable>(),
            provider.GetRequiredService<IStore>(),
            provider.GetRequiredService<PartitionSettings>()));
        services.AddSingleton<ResolverCalls>();
        services.AddSingleton<SyncSessions>();
        services.AddSingleton(Ladder);
        services.AddSingleton<LadderSessions>();
        services.AddSingleton<LadderCalls>();
        services.AddSingleton<SyncEndpoint>();
        services.AddSingleton<CallGate>();
        services.AddSingleton<ResolverEndpoint>();
        services.AddSingleton<MapCalls>();
        services.AddSingleton(provider => new MapQueries(provider.GetRequiredService<MapCalls>(), provider.GetRequiredService<PartitionSettings>(), Options(provider).Limits));
        services.AddSingleton<MapEndpoint>();
        services.AddSingleton(provider => new ServerMaps(provider.GetRequiredService<MapCalls>(), provider.GetRequiredService<PartitionSettings>()));
        services.TryAddSingleton<HealthState>();
        services.AddSingleton<ServerLife>();
        services.AddHostedService(provider => provider.GetRequiredService<ServerLife>());
        services.AddGrpcRuntime(SyncLimits.Default.MaxFrameBytes, provider => Options(provider).WebOrigins);
        return services;
    }

    /// <summary>Adds the server, with options from the application's configuration, by their names in docs/OPERATIONS.md.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configuration">The section of the options, such as <c>builder.Configuration.GetSection("TopGun")</c>. A name in it that is not known is a mistake. Permissions and revocations are taken anew when it changes.</param>
    /// <param name="configure">Sets further options, such as conflict resolvers in C#.</param>
    [RequiresUnreferencedCode("Options are bound to configuration by reflection; set them in code where the application is trimmed.")]
    [RequiresDynamicCode("Options are bound to configuration by reflection; set them in code where the application is compiled ahead of time.")]
    public static IServiceCollection AddTopGun(this IServiceCollection services, IConfiguration configuration, Action<TopGunServerOptions>? configure = null)
    {
        services.AddSingleton<IOptionsChangeTokenSource<TopGunServerOptions>>(new ConfigurationChangeTokenSource<TopGunServerOptions>(configuration));
        return services.AddTopGun(options =>
        {
            configuration.Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
            configure?.Invoke(options);
        });
    }

    /// <summary>Maps the server's services, <c>/healthz</c> (the process lives), <c>/readyz</c> (it takes streams) and <c>/metrics</c>.</summary>
    public static IEndpointRouteBuilder MapTopGun(this IEndpointRouteBuilder endpoints)
    {
        endpoints.UseGrpcRuntime();
        endpoints.MapService<SyncEndpoint>();
        endpoints.MapService<ResolverEndpoint>();
        endpoints.MapService<MapEndpoint>().Add(WriteAdmission.Before);
        endpoints.MapService<HealthService>();
        endpoints.MapService<ReflectionService>();
        endpoints.Map("/healthz", context => context.Response.WriteAsync("ok\n"));
        // From the start, so that nothing is missed that was counted before anybody asked.
        var page = endpoints.ServiceProvider.GetRequiredService<MetricsPage>();
        endpoints.MapGet("/metrics", context =>
        {
            if (!MetricsPage.Allows(context, Options(context.RequestServices).MetricsToken))
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return context.Response.WriteAsync("From another machine the page wants the token of TopGun:MetricsToken, as \"authorization: Bearer <token>\".\n");
            }

            context.Response.ContentType = MetricsPage.ContentType;
            return context.Response.WriteAsync(page.Write());
        });
        endpoints.Map("/readyz", context =>
        {
            var ready = context.RequestServices.GetRequiredService<ServerLife>().IsReady;
            context.Response.StatusCode = ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            return context.Response.WriteAsync(ready ? "ready\n" : "not ready\n");
        });
        return endpoints;
    }

    /// <summary>Sets Kestrel's windows, streams, pings and rates for streams that live long.</summary>
    /// <remarks>Call it before the ports are listed: they take over what it sets.</remarks>
    public static void UseTopGunLimits(this KestrelServerOptions kestrel)
    {
        kestrel.Limits.ApplyGrpcLimits();
        kestrel.ConfigureEndpointDefaults(listen => listen.UseConnectionAge(
            () => Options(kestrel.ApplicationServices).MaxConnectionAge is { } most ? (most, ConnectionGrace) : null,
            () => kestrel.ApplicationServices.GetRequiredService<TimeProvider>()));
    }

    private static TopGunServerOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<TopGunServerOptions>>().Value;

    // Opening takes a while and may fail, so it happens at start and not with the first stream: ServerLife asks for it.
    private static IStore OpenStore(IServiceProvider provider)
    {
        var (options, time) = (Options(provider), provider.GetRequiredService<TimeProvider>());
        if (options.Store is { } address)
            return PostgresStore.OpenAsync(new PostgresStoreOptions { Address = address, Lease = options.StoreLease }, time, provider.GetRequiredService<ILogger<PostgresStore>>()).GetAwaiter().GetResult();
        return SqliteStore.OpenAsync(new SqliteStoreOptions { Path = options.DataFile }, time, provider.GetRequiredService<ILogger<SqliteStore>>()).GetAwaiter().GetResult();
    }

    private static PartitionSettings Settings(IServiceProvider provider)
    {
        var options = Options(provider);
        var partition = new PartitionOptions
        {
            Limits = provider.GetRequiredService<SyncLimits>(),
            MaxClockDriftMs = (long)options.MaxClockDrift.TotalMilliseconds,
            Registrations = options.Resolvers.Registering.ToCore(),
            TombstoneRetentionMs = (long)options.TombstoneRetention.TotalMilliseconds,
            WriterRetentionMs = (long)options.WriterRetention.TotalMilliseconds,
        };
        return new PartitionSettings(
            partition,
            RecordCodec.Instance,
            provider.GetRequiredService<IMapAccess>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IResolverSource>(),
            provider.GetRequiredService<RejectionBoard>(),
            provider.GetRequiredService<MapAgenda>(),
            provider.GetRequiredService<IStrangerBudget>(),
            provider.GetRequiredService<ServerMetrics>())
        {
            MaxWaitingOps = options.Limits.WaitingOps,
            MaxWaitingBytes = options.Limits.WaitingBytes,
            Pressure = provider.GetRequiredService<Pressure>(),
        };
    }

    private static LadderSettings Ladder(IServiceProvider provider)
    {
        var options = Options(provider);
        return new LadderSettings { Keep = options.SessionKeep, MaxSessionsPerUser = options.MaxSessionsPerUser, ConfirmPatience = 3 * options.Heartbeat };
    }

    private static Maps.PartitionTable Partitions(IServiceProvider provider) => new(
        provider.GetRequiredService<IStore>(),
        provider.GetRequiredService<PartitionSettings>(),
        provider.GetRequiredService<ILogger<Maps.PartitionTable>>(),
        ProcessEnd.Now);
}
