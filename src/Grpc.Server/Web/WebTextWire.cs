using System.IO.Pipelines;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using TopGun.Grpc.Server.Calls;
using TopGun.Grpc.Web;
using TopGun.Grpc.Wire;

namespace TopGun.Grpc.Server.Web;

/// <summary>gRPC-Web in base64.</summary>
internal sealed class WebTextWire : WebWire
{
    private readonly Base64Writer _output;

    /// <summary>Makes the wire of an exchange.</summary>
    public WebTextWire(HttpContext http)
        : base(http, WireForm.WebText)
    {
        Input = PipeReader.Create(new Base64Stream(base.Input.AsStream(leaveOpen: true)), new StreamPipeReaderOptions(leaveOpen: true));
        _output = new Base64Writer(http.Response.BodyWriter);
    }

    /// <inheritdoc/>
    protected override PipeReader Input { get; }

    /// <inheritdoc/>
    protected override PipeWriter Output => _output;

    /// <inheritdoc/>
    public override void End(Status status, Metadata trailers, WrittenMessages messages)
    {
        base.End(status, trailers, messages);
        _output.Encode();
    }
}
