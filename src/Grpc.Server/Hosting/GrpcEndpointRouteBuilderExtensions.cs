using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TopGun.Grpc.Server.Binding;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Puts gRPC services on the routes of an application.</summary>
internal static class GrpcEndpointRouteBuilderExtensions
{
    /// <summary>Maps every method of a service to its path, and all other paths of its kind to "unimplemented".</summary>
    /// <typeparam name="TService">
    /// A class derived from a generated base. It is taken from the container for each call, or made for it when the container
    /// does not know it.
    /// </typeparam>
    /// <exception cref="InvalidOperationException"><c>AddGrpc</c> was not called, or the class has no generated base.</exception>
    public static GrpcServiceEndpointConventionBuilder MapGrpcService<[DynamicallyAccessedMembers(ServiceMethods.Members)] TService>(
        this IEndpointRouteBuilder endpoints)
        where TService : class
    {
        var environment = endpoints.ServiceProvider.GetService<CallEnvironment>()
            ?? throw new InvalidOperationException("Call AddGrpc on the services of the application before MapGrpcService.");
        var methods = ServiceMethods.Of<TService>(environment);
        endpoints.ServiceProvider.GetRequiredService<UnknownCalls>().Map(endpoints);
        return new([.. methods.Select(method => method.Map(endpoints))]);
    }
}
