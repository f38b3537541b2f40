using Grpc.AspNetCore.Server;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TopGun.Grpc.Server;
using TopGun.Grpc.Server.Binding;
using TopGun.Grpc.Server.Health;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts gRPC among the services of an application.</summary>
internal static class GrpcServicesExtensions
{
    /// <summary>Adds what <c>MapGrpcService</c> needs.</summary>
    public static IServiceCollection AddGrpc(this IServiceCollection services) => services.AddGrpc(_ => { });

    /// <summary>Adds what <c>MapGrpcService</c> needs, with options for all services.</summary>
    public static IServiceCollection AddGrpc(this IServiceCollection services, Action<GrpcServiceOptions> configureOptions)
    {
        services.AddRouting();
        services.AddOptions<GrpcServiceOptions>().Configure(configureOptions);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<CallEnvironment>();
        services.TryAddSingleton<UnknownCalls>();
        services.TryAddSingleton<HealthState>();
        return services;
    }
}
