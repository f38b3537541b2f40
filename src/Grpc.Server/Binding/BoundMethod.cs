using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace TopGun.Grpc.Server.Binding;

/// <summary>A method with what answers its calls.</summary>
internal sealed record BoundMethod(IMethod Method, Type Service, RequestDelegate Answer)
{
    /// <summary>Puts the method on its path, for POST only; routing answers 405 to all else.</summary>
    public IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints)
        => endpoints.MapPost(Method.FullName, Answer)
            .WithDisplayName($"gRPC {Method.FullName}")
            .WithMetadata(new GrpcMethodMetadata(Service, Method));
}
