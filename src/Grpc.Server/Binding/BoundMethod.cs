using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace TopGun.Grpc.Server.Binding;

/// <summary>A method with what answers its calls.</summary>
internal sealed record BoundMethod(IMethod Method, Type Service, RequestDelegate Answer)
{
    /// <summary>Puts the method on its path.</summary>
    /// <remarks>
    /// For all HTTP methods, and the call says 405 to those that it cannot take: routing would say 404, because the answer to
    /// unknown methods behind this one looks to it as if it might take them.
    /// </remarks>
    public IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints)
        => endpoints.Map(Method.FullName, Answer)
            .WithDisplayName($"gRPC {Method.FullName}")
            .WithMetadata(new GrpcMethodMetadata(Service, Method));
}
