using System.Globalization;
using System.IO.Compression;
using System.IO.Pipelines;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using TopGun.Grpc.Errors;
using TopGun.Grpc.Wire;

namespace TopGun.Grpc.Server.Calls;

/// <summary>How a call lies on its HTTP exchange: which headers, where the messages are, how the status travels.</summary>
/// <remarks>Nothing above it needs to know which of them a call has.</remarks>
internal abstract class CallWire(HttpContext http, WireForm form)
{
    /// <summary>The exchange.</summary>
    public HttpContext Http => http;

    /// <summary>The body of the request, as frames.</summary>
    protected abstract PipeReader Input { get; }

    /// <summary>The body of the response, as frames.</summary>
    protected abstract PipeWriter Output { get; }

    /// <summary>Sets what must be set before the first byte of the response.</summary>
    public virtual void Begin(MessageCodec? responseCodec)
    {
        // A stream may be quiet for hours and carry any number of bytes in its life; messages have a limit of their own.
        if (http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate) rate.MinDataRate = null;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;

        var headers = http.Response.Headers;
        headers.ContentType = MediaType.Of(form);
        headers[GrpcHeader.AcceptEncoding] = MessageCodec.Accepted;
        if (responseCodec is not null) headers[GrpcHeader.Encoding] = responseCodec.Name;
    }

    /// <summary>The compression of the response: the one that the server is set to, if the client can undo it.</summary>
    public MessageCodec? Negotiate(MessageCodec? configured)
        => configured is not null && configured.IsIn(http.Request.Headers[GrpcHeader.AcceptEncoding].ToString()) ? configured : null;

    /// <summary>The requests.</summary>
    /// <exception cref="RpcException">The client compresses in a way that we cannot undo.</exception>
    public FrameReader OpenReader(int? maxMessageBytes)
    {
        var encoding = http.Request.Headers[GrpcHeader.Encoding].ToString();
        if (encoding is "" or MessageCodec.Identity) return new(Input, maxMessageBytes, null);
        var codec = MessageCodec.Find(encoding)
            ?? throw new RpcException(new Status(
                StatusCode.Unimplemented, $"The compression '{encoding}' is not known; known are: {MessageCodec.Accepted}."));
        return new(Input, maxMessageBytes, codec);
    }

    /// <summary>The responses.</summary>
    public FrameWriter OpenWriter(int? maxMessageBytes, MessageCodec? codec, CompressionLevel level)
        => new(Output, maxMessageBytes, codec, level);

    /// <summary>Sends what was written so far, and the headers before it.</summary>
    public ValueTask<FlushResult> FlushAsync() => Output.FlushAsync(CancellationToken.None);

    /// <summary>Adds metadata to the headers.</summary>
    public void AddHeaders(Metadata metadata)
    {
        foreach (var (name, value) in metadata.ToHeaders()) http.Response.Headers.Append(name, value);
    }

    /// <summary>Sets the status. It leaves when the exchange ends.</summary>
    /// <param name="status">How the call ended.</param>
    /// <param name="trailers">Metadata that goes with the status.</param>
    /// <param name="messages">
    /// Whether a message was written. The start of the response says less: an answer that still waits in the buffer has not
    /// started it, and must not lose its place before the status.
    /// </param>
    public abstract void End(Status status, Metadata trailers, WrittenMessages messages);

    /// <summary>Ends the exchange now, although its handler has not: the status leaves behind what was written.</summary>
    /// <remarks>
    /// The stream is not reset: that would overtake responses that still wait for a slow reader, and the status with them.
    /// </remarks>
    public async Task CloseAsync()
    {
        try
        {
            await http.Response.CompleteAsync();
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The client has gone meanwhile.
        }
    }

    /// <summary>Ends the exchange without a status, because what was written cannot be understood.</summary>
    public void Reset()
    {
        if (http.Features.Get<IHttpResetFeature>() is { } reset) reset.Reset((int)Http2Error.InternalError);
        else http.Abort();
    }

    /// <summary>The lines that tell a status.</summary>
    protected static IEnumerable<KeyValuePair<string, string>> Lines(Status status, Metadata trailers)
    {
        yield return new(GrpcHeader.Status, ((int)status.StatusCode).ToString(CultureInfo.InvariantCulture));
        if (status.Detail.Length > 0) yield return new(GrpcHeader.Message, StatusMessage.Encode(status.Detail));

        // Some clients believe these details over the status itself: empty ones would turn an error into a success, and those of
        // another code into another error.
        var tellDetails = RichStatus.Read(trailers.GetValueBytes(GrpcHeader.StatusDetails), status.StatusCode) is not null;
        foreach (var line in trailers.ToHeaders())
        {
            if (tellDetails || line.Key != GrpcHeader.StatusDetails) yield return line;
        }
    }
}
