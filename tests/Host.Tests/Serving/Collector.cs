using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace TopGun.Host.Tests.Serving;

/// <summary>A collector of OTLP that keeps what it gets. Names are found in it as they are: Protobuf writes text as UTF-8.</summary>
internal sealed class Collector : IAsyncDisposable
{
    // An empty message, framed, and so the response of every call of the collector's services.
    private static readonly byte[] EmptyFrame = new byte[5];

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, string> _got = new();

    private Collector(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    /// <summary>Starts one on loopback.</summary>
    /// <param name="isGrpc">By gRPC; otherwise Protobuf over HTTP/1.1.</param>
    public static async Task<Collector> StartAsync(bool isGrpc)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = isGrpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        var collector = new Collector(builder.Build());
        collector._app.Run(context => collector.TakeAsync(context, isGrpc));
        await collector._app.StartAsync();
        return collector;
    }

    /// <summary>All that came to a path.</summary>
    public string Got(string path) => _got.TryGetValue(path, out var got) ? got : throw new InvalidOperationException($"Nothing came to {path}, only to: {string.Join(' ', _got.Keys)}");

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context, bool isGrpc)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var text = Encoding.Latin1.GetString(body.ToArray());
        _got.AddOrUpdate(context.Request.Path, text, (_, before) => before + text);
        if (!isGrpc) return;
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(EmptyFrame);
        context.Response.AppendTrailer("grpc-status", "0");
    }
}
