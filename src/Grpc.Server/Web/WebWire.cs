using System.IO.Pipelines;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using TopGun.Grpc.Server.Calls;
using TopGun.Grpc.Web;
using TopGun.Grpc.Wire;

namespace TopGun.Grpc.Server.Web;

/// <summary>gRPC-Web: on any version of HTTP, with the status as the last frame of the body.</summary>
internal class WebWire(HttpContext http, WireForm form = WireForm.Web) : CallWire(http, form)
{
    /// <inheritdoc/>
    protected override PipeReader Input { get; } = HttpProtocol.IsHttp11(http.Request.Protocol) ? new CancellableBody(http.Request.BodyReader) : http.Request.BodyReader;

    /// <inheritdoc/>
    protected override PipeWriter Output => Http.Response.BodyWriter;

    /// <inheritdoc/>
    public override void Begin(MessageCodec? responseCodec)
    {
        base.Begin(responseCodec);

        // nginx keeps a response until it has gathered enough of it, unless the response says so.
        Http.Response.Headers["x-accel-buffering"] = "no";
    }

    /// <inheritdoc/>
    /// <remarks>
    /// In the body also when there is nothing else in it: a page of another origin sees a body where it sees no headers.
    /// </remarks>
    public override void End(Status status, Metadata trailers, WrittenMessages messages)
        => WebTrailers.Write(Output, Lines(status, trailers));
}
