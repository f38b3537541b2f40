using System.Diagnostics.CodeAnalysis;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
#if UPSTREAM_GRPC
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using TopGun.Grpc.Server.Web;
#endif

namespace TopGun.Server;

/// <summary>All that differs between our gRPC runtime and the upstream one, which <c>-p:UpstreamGrpc=true</c> builds on.</summary>
/// <remarks>Ours speaks gRPC-Web and looks at origins by itself; upstream has middleware for both.</remarks>
internal static class GrpcRuntime
{
#if UPSTREAM_GRPC
    private const string Origins = "TopGun origins";

    public static void AddGrpcRuntime(this IServiceCollection services, int maxFrameBytes, Func<IServiceProvider, IEnumerable<string>> origins)
    {
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = maxFrameBytes;
            grpc.ResponseCompressionAlgorithm = "gzip";   // Of what asks for it: ResponseWriting.
        });
        services.AddCors();
        services.AddSingleton<IConfigureOptions<CorsOptions>>(provider => new ConfigureOptions<CorsOptions>(cors => cors.AddPolicy(Origins, policy =>
        {
            string[] listed = [.. origins(provider)];
            policy.WithMethods("POST").AllowAnyHeader().WithExposedHeaders("*");
            if (listed.Contains(WebOrigins.Any)) policy.AllowAnyOrigin();
            else policy.WithOrigins(listed);
        })));
    }

    public static IEndpointConventionBuilder MapService<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TService>(this IEndpointRouteBuilder endpoints)
        where TService : class
        => endpoints.MapGrpcService<TService>().EnableGrpcWeb().RequireCors(Origins);

    public static void UseGrpcRuntime(this IEndpointRouteBuilder endpoints)
    {
        // Behind routing, which an application puts first by itself. Who maps into anything else puts these two there.
        if (endpoints is not IApplicationBuilder app) return;
        app.UseGrpcWeb();
        app.UseCors();
    }
#else
    /// <summary>Adds gRPC.</summary>
    public static void AddGrpcRuntime(this IServiceCollection services, int maxFrameBytes, Func<IServiceProvider, IEnumerable<string>> origins)
    {
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = maxFrameBytes;
            grpc.ResponseCompressionAlgorithm = "gzip";   // Of what asks for it: ResponseWriting.
        });
        services.AddOptions<GrpcServiceOptions>().Configure<IServiceProvider>((grpc, provider) =>
        {
            foreach (var origin in origins(provider)) grpc.WebOrigins.Add(origin);
        });
    }

    /// <summary>Puts what the runtime needs in front of its services.</summary>
    public static void UseGrpcRuntime(this IEndpointRouteBuilder endpoints) => _ = endpoints;

    /// <summary>Maps a service, for gRPC and gRPC-Web.</summary>
    public static IEndpointConventionBuilder MapService<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.PublicConstructors)] TService>(
        this IEndpointRouteBuilder endpoints)
        where TService : class
        => endpoints.MapGrpcService<TService>();
#endif
}
