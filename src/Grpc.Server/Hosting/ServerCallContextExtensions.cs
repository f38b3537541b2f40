using Microsoft.AspNetCore.Http;
using TopGun.Grpc.Server.Calls;

namespace Grpc.Core;

/// <summary>The way from a call to the HTTP exchange that carries it.</summary>
internal static class ServerCallContextExtensions
{
    /// <summary>The HTTP exchange of the call. Its response belongs to the runtime; read only.</summary>
    /// <exception cref="InvalidOperationException">The call does not come from this server.</exception>
    public static HttpContext GetHttpContext(this ServerCallContext serverCallContext)
        => serverCallContext is ServerCall call
            ? call.Http
            : throw new InvalidOperationException("Only a call that came in over HTTP has an HTTP context.");
}
