using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using TopGun.Grpc.Server.Calls;
using TopGun.Grpc.Server.Web;
using TopGun.Grpc.Wire;

namespace TopGun.Grpc.Server.Binding;

/// <summary>Answers gRPC calls of methods and services that nobody has mapped.</summary>
/// <remarks>
/// Only requests that say they are gRPC: an application's other paths keep their 404. Every client reads a 404 as
/// "unimplemented" too, but this way it also learns which name was wrong.
/// </remarks>
internal sealed class UnknownCalls(CallEnvironment environment) : IRouteConstraint
{
    private bool _mapped;

    /// <summary>Maps the answer behind all other routes, once.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        if (_mapped) return;
        _mapped = true;
        var pattern = RoutePatternFactory.Parse("{service}/{method}", defaults: null, new RouteValueDictionary { ["method"] = this });
        endpoints.Map(pattern, AnswerAsync).WithDisplayName("gRPC, unknown method").WithOrder(int.MaxValue);
    }

    /// <inheritdoc/>
    public bool Match(
        HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection)
        => httpContext?.Request is { } request && (WebOrigins.IsPreflightOfCall(request)
            || (HttpMethods.IsPost(request.Method) && MediaType.FormOf(request.ContentType) is not null));

    private Task AnswerAsync(HttpContext http)
    {
        if (CallEntry.Open(http, environment.Origins) is not { } wire) return Task.CompletedTask;
        GrpcServerLog.MethodUnknown(environment.Logger, http.Request.Path);
        wire.Begin(responseCodec: null);
        var status = new Status(StatusCode.Unimplemented, $"The method {http.Request.Path} is not known here.");
        wire.End(status, Metadata.Empty, WrittenMessages.None);
        return Task.CompletedTask;
    }
}
