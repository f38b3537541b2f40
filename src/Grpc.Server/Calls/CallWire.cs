using System.Globalization;
using System.IO.Compression;
using System.IO.Pipelines;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using TopGun.Grpc.Errors;
using TopGun.Grpc.Server.Binding;
using TopGun.Grpc.Wire;

namespace TopGun.Grpc.Server.Calls;

/// <summary>How a call lies on its HTTP exchange: which headers, where the messages are, how the status travels.</summary>
/// <remarks>
/// The content type decides, here and nowhere else. There is one way now, gRPC on HTTP/2; another one, such as gRPC-Web, is
/// another wire that <see cref="Open"/> returns, and nothing above needs to know.
/// </remarks>
internal sealed class CallWire
{
    private const string ContentTypeWithFormat = GrpcHeader.ContentTypeGrpc + "+proto";

    private readonly HttpContext _http;

    private CallWire(HttpContext http) => _http = http;

    /// <summary>The exchange.</summary>
    public HttpContext Http => _http;

    /// <summary>Whether a body of this content type holds gRPC messages in Protobuf.</summary>
    public static bool IsGrpc(string? contentType)
    {
        var mediaType = contentType.AsSpan();
        if (mediaType.IndexOf(';') is >= 0 and var end) mediaType = mediaType[..end];
        mediaType = mediaType.Trim();
        return mediaType.Equals(GrpcHeader.ContentTypeGrpc, StringComparison.OrdinalIgnoreCase)
            || mediaType.Equals(ContentTypeWithFormat, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Finds out how the call travels.</summary>
    /// <returns>null when it is no call that we can take; the exchange has its HTTP error then.</returns>
    public static CallWire? Open(HttpContext http)
    {
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            http.Response.Headers.Allow = HttpMethods.Post;
            return null;
        }

        if (!IsGrpc(http.Request.ContentType))
        {
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return null;
        }

        if (HttpProtocol.IsHttp11(http.Request.Protocol) || HttpProtocol.IsHttp10(http.Request.Protocol))
        {
            http.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            http.Response.Headers.Upgrade = "HTTP/2.0";
            return null;
        }

        return new CallWire(http);
    }

    /// <summary>Sets what must be set before the first byte of the response.</summary>
    public void Begin(MessageCodec? responseCodec)
    {
        // A stream may be quiet for hours and carry any number of bytes in its life; messages have a limit of their own.
        if (_http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate) rate.MinDataRate = null;
        if (_http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;

        var headers = _http.Response.Headers;
        headers.ContentType = GrpcHeader.ContentTypeGrpc;
        headers[GrpcHeader.AcceptEncoding] = MessageCodec.Accepted;
        if (responseCodec is not null) headers[GrpcHeader.Encoding] = responseCodec.Name;
    }

    /// <summary>The compression of the response: the one that the server is set to, if the client can undo it.</summary>
    public MessageCodec? Negotiate(MessageCodec? configured)
        => configured is not null && configured.IsIn(_http.Request.Headers[GrpcHeader.AcceptEncoding].ToString()) ? configured : null;

    /// <summary>The requests.</summary>
    /// <exception cref="RpcException">The client compresses in a way that we cannot undo.</exception>
    public FrameReader OpenReader(int? maxMessageBytes)
    {
        var encoding = _http.Request.Headers[GrpcHeader.Encoding].ToString();
        if (encoding is "" or MessageCodec.Identity) return new(_http.Request.BodyReader, maxMessageBytes, null);
        var codec = MessageCodec.Find(encoding)
            ?? throw new RpcException(new Status(
                StatusCode.Unimplemented, $"The compression '{encoding}' is not known; known are: {MessageCodec.Accepted}."));
        return new(_http.Request.BodyReader, maxMessageBytes, codec);
    }

    /// <summary>The responses.</summary>
    public FrameWriter OpenWriter(int? maxMessageBytes, MessageCodec? codec, CompressionLevel level)
        => new(_http.Response.BodyWriter, maxMessageBytes, codec, level);

    /// <summary>Sends what was written so far, and the headers before it.</summary>
    public ValueTask<FlushResult> FlushAsync() => _http.Response.BodyWriter.FlushAsync(CancellationToken.None);

    /// <summary>Adds metadata to the headers.</summary>
    public void AddHeaders(Metadata metadata)
    {
        foreach (var (name, value) in metadata.ToHeaders()) _http.Response.Headers.Append(name, value);
    }

    /// <summary>Sets the status. It leaves when the exchange ends.</summary>
    /// <param name="status">How the call ended.</param>
    /// <param name="trailers">Metadata that goes with the status.</param>
    /// <param name="messages">
    /// Whether a message was written. The start of the response says less: an answer that still waits in the buffer has not
    /// started it, and must not lose its place before the status.
    /// </param>
    public void End(Status status, Metadata trailers, WrittenMessages messages)
    {
        var trailersOnly = status.StatusCode != StatusCode.OK && messages == WrittenMessages.None && !_http.Response.HasStarted;
        if (trailersOnly) _http.Response.Headers.Remove(GrpcHeader.Encoding);

        Add(GrpcHeader.Status, ((int)status.StatusCode).ToString(CultureInfo.InvariantCulture));
        if (status.Detail.Length > 0) Add(GrpcHeader.Message, StatusMessage.Encode(status.Detail));

        // Some clients believe these details over the status itself: empty ones would turn an error into a success, and those of
        // another code into another error.
        var tellDetails = RichStatus.Read(trailers.GetValueBytes(GrpcHeader.StatusDetails), status.StatusCode) is not null;
        foreach (var (name, value) in trailers.ToHeaders())
        {
            if (tellDetails || name != GrpcHeader.StatusDetails) Add(name, value);
        }

        void Add(string name, string value)
        {
            if (trailersOnly) _http.Response.Headers.Append(name, value);
            else _http.Response.AppendTrailer(name, value);
        }
    }

    /// <summary>Ends the exchange now, although its handler has not: the status leaves behind what was written.</summary>
    /// <remarks>
    /// The stream is not reset: that would overtake responses that still wait for a slow reader, and the status with them.
    /// </remarks>
    public async Task CloseAsync()
    {
        try
        {
            await _http.Response.CompleteAsync();
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The client has gone meanwhile.
        }
    }

    /// <summary>Ends the exchange without a status, because what was written cannot be understood.</summary>
    public void Reset()
    {
        if (_http.Features.Get<IHttpResetFeature>() is { } reset) reset.Reset((int)Http2Error.InternalError);
        else _http.Abort();
    }
}
