using System.IO.Pipelines;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using TopGun.Grpc.Wire;

namespace TopGun.Grpc.Server.Calls;

/// <summary>gRPC as it is: on HTTP/2, with the status in the trailers.</summary>
internal sealed class TrailersWire(HttpContext http) : CallWire(http, WireForm.Grpc)
{
    /// <inheritdoc/>
    protected override PipeReader Input => Http.Request.BodyReader;

    /// <inheritdoc/>
    protected override PipeWriter Output => Http.Response.BodyWriter;

    /// <inheritdoc/>
    public override void End(Status status, Metadata trailers, WrittenMessages messages)
    {
        var trailersOnly = status.StatusCode != StatusCode.OK && messages == WrittenMessages.None && !Http.Response.HasStarted;
        if (trailersOnly) Http.Response.Headers.Remove(GrpcHeader.Encoding);
        foreach (var (name, value) in Lines(status, trailers))
        {
            if (trailersOnly) Http.Response.Headers.Append(name, value);
            else Http.Response.AppendTrailer(name, value);
        }
    }
}
