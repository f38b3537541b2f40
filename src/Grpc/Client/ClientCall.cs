using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Net;
using Grpc.Core;
using TopGun.Grpc.Web;
using TopGun.Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>A call from its request to its status.</summary>
/// <remarks>
/// Whatever ends the call first, the server's status, a failure, the deadline or the caller, is its end; it is kept, and all
/// that is asked later gets the same answer.
/// </remarks>
internal sealed class ClientCall<TRequest, TResponse> : IClientCall
    where TRequest : class
    where TResponse : class
{
    // Asks for a compression of the requests, in the metadata of a call; it does not travel itself.
    private const string RequestEncodingKey = "grpc-internal-encoding-request";

    private static readonly StreamPipeReaderOptions ReaderOptions = new(bufferSize: 64 * 1024, leaveOpen: true, useZeroByteReads: true);

    private static readonly StreamPipeReaderOptions TextOptions = new(leaveOpen: true);

    private readonly GrpcChannel _channel;
    private readonly Method<TRequest, TResponse> _method;
    private readonly CallOptions _options;
    private readonly CallLifetime _lifetime;
    private readonly MessageCodec? _requestCodec;
    private readonly TaskCompletionSource<Metadata> _headers = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<CallEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HttpResponseMessage? _response;
    private Task<FrameReader?> _opening = Task.FromResult<FrameReader?>(null);

    /// <summary>Makes a call, which begins with one of the starting methods.</summary>
    public ClientCall(GrpcChannel channel, Method<TRequest, TResponse> method, CallOptions options)
    {
        (_channel, _method, _options) = (channel, method, options);
        if (options.Headers?.GetValue(RequestEncodingKey) is { } name && name != MessageCodec.Identity)
        {
            _requestCodec = MessageCodec.Find(name)
                ?? throw new ArgumentException($"The request compression '{name}' is not known.", nameof(options));
        }

        _lifetime = new CallLifetime(channel, options);
        Responses = new ResponseReader<TRequest, TResponse>(this);

        // Also when nobody reads or writes just then, so that the server does not keep a call whose time is over.
        Token.UnsafeRegister(static call => ((ClientCall<TRequest, TResponse>)call!).EndHere(), this);
    }

    /// <summary>The responses.</summary>
    public ResponseReader<TRequest, TResponse> Responses { get; }

    /// <inheritdoc/>
    public Task<Metadata> ResponseHeadersAsync => _headers.Task;

    /// <summary>The end of the call, when it is known.</summary>
    public Task<CallEnd> Ended => _end.Task;

    /// <summary>The messages of the response; null when it has none because the call has ended.</summary>
    public Task<FrameReader?> Opening => _opening;

    /// <summary>Cancelled when this side gives up.</summary>
    public CancellationToken Token => _lifetime.Token;

    /// <summary>How requests are sent at first.</summary>
    public WriteOptions? WriteOptions => _options.WriteOptions;

    /// <summary>Reads a response.</summary>
    public Marshaller<TResponse> ResponseMarshaller => _method.ResponseMarshaller;

    /// <summary>Begins a call with one request.</summary>
    public void Start(TRequest request)
    {
        var frame = new FrameBuffer();
        try
        {
            OpenWriter(frame).Write(request, _method.RequestMarshaller, WriteOptions?.Flags ?? WriteFlags.None);
        }
        catch (Exception e)
        {
            // Too large, or a serializer that failed: nothing has been sent, and the call ends here.
            End(e is RpcException rpc ? rpc.Status : new Status(StatusCode.Internal, "The request could not be serialized.", e));
            return;
        }

        _opening = OpenAsync(MessageContent.Create(frame, _channel.Options.Form));
    }

    /// <summary>Begins a call with many requests.</summary>
    public RequestWriter<TRequest, TResponse> StartStreaming()
    {
        var body = new RequestBody(_channel.Options.Form, Token);
        _opening = OpenAsync(body);
        return new(this, body, _method.RequestMarshaller);
    }

    /// <summary>Makes a writer of requests into a body.</summary>
    public FrameWriter OpenWriter(IBufferWriter<byte> output)
        => new(output, _channel.Options.MaxSendMessageSize, _requestCodec, CompressionLevel.Fastest);

    /// <summary>Waits for the one response of a call that has one, and for its status.</summary>
    public async Task<TResponse> ReadSingleAsync()
    {
        if (!await Responses.MoveNext(CancellationToken.None))
            throw Failure(Fail(StatusCode.Internal, "The response has no message; it needs one."));
        var response = Responses.Current;
        if (await Responses.MoveNext(CancellationToken.None))
            throw Failure(Fail(StatusCode.Internal, "The response has more than one message."));
        return response;
    }

    /// <summary>Ends the call as the server's trailers say, which lie in the body or behind it.</summary>
    public async ValueTask<CallEnd> EndFromTrailersAsync(FrameReader frames)
    {
        try
        {
            frames.Complete();
            var (trailers, status) = frames.Trailers is { } lines
                ? (ResponseMetadata.Read(lines), ResponseMetadata.StatusOf(lines))
                : (ResponseMetadata.Read(_response!.TrailingHeaders), ResponseMetadata.StatusOf(_response.TrailingHeaders));
            return status is { } told
                ? End(told, trailers)
                : await EndIfGivenUpAsync() ?? End(new Status(StatusCode.Unknown, "The response ended without a status."), trailers);
        }
        catch (FormatException e)
        {
            return End(new Status(StatusCode.Internal, "The trailers have a binary value that is not base64.", e));
        }
    }

    /// <summary>Ends the call because something was thrown while it was read or written.</summary>
    public async ValueTask<CallEnd> EndFromExceptionAsync(Exception exception)
        => await EndIfGivenUpAsync() ?? End(exception is RpcException rpc ? rpc.Status : HttpFailure.OfException(exception));

    /// <summary>Ends a call that just broke, if it broke because this side has given it up; null when it has not.</summary>
    public async ValueTask<CallEnd?> EndIfGivenUpAsync()
    {
        if (_end.Task.IsCompleted) return _end.Task.Result;
        return await _lifetime.GivenUpAtBreakAsync() is { } reason ? End(new CallEnd(reason, Metadata.Empty, EndingSide.Here)) : null;
    }

    /// <summary>Gives the call up, unless it has ended.</summary>
    public void GiveUp(string why)
    {
        if (!_end.Task.IsCompleted) _lifetime.GiveUp(new Status(StatusCode.Cancelled, why));
    }

    /// <summary>What a caller gets who asks something of a call that ended so.</summary>
    public Exception Failure(CallEnd end)
        => _channel.Options.ThrowOperationCanceledOnCancellation && end.Side == EndingSide.Here
            ? new OperationCanceledException(end.Status.Detail, new RpcException(end.Status, end.Trailers), _options.CancellationToken)
            : new RpcException(end.Status, end.Trailers);

    /// <inheritdoc/>
    public Status GetStatus() => RequireEnd().Status;

    /// <inheritdoc/>
    public Metadata GetTrailers() => RequireEnd().Trailers;

    /// <inheritdoc/>
    public void Dispose() => GiveUp("The caller has disposed the call.");

    private CallEnd RequireEnd()
        => _end.Task.IsCompleted ? _end.Task.Result : throw new InvalidOperationException("The call has not ended.");

    private void EndHere()
    {
        if (_lifetime.GivenUp is { } reason) End(new CallEnd(reason, Metadata.Empty, EndingSide.Here));
    }

    private CallEnd Fail(StatusCode code, string detail)
    {
        var status = new Status(code, detail);
        if (_end.Task.IsCompleted && _end.Task.Result is { Status.StatusCode: StatusCode.OK } end) return end with { Status = status };
        return End(status);
    }

    private CallEnd End(Status status) => End(status, Metadata.Empty);

    private CallEnd End(Status status, Metadata trailers) => End(new CallEnd(status, trailers, EndingSide.There));

    private CallEnd End(CallEnd end)
    {
        if (!_end.TrySetResult(end)) return _end.Task.Result;

        // A response that has not come to its end is reset by this, and the server learns that nobody listens.
        _lifetime.Dispose();
        _response?.Dispose();

        // Asked first: most calls have their headers by now, and an exception for nobody costs as much as the rest of the end.
        if (!_headers.Task.IsCompleted && _headers.TrySetException(Failure(end))) _ = _headers.Task.Exception; // nobody need look at it
        return end;
    }

    private async Task<FrameReader?> OpenAsync(HttpContent content)
    {
        try
        {
            Token.ThrowIfCancellationRequested();
            var response = await _channel.SendAsync(Request(content), Token);

            // Exchanged, not assigned: whoever ends the call just now either sees the response here or is seen below.
            Interlocked.Exchange(ref _response, response);
            if (_end.Task.IsCompleted) response.Dispose();
            return await ReadHeadersAsync(response);
        }
        catch (Exception e)
        {
            // The edge of the call: whatever was thrown becomes its status.
            await EndFromExceptionAsync(e);
            return null;
        }
    }

    private HttpRequestMessage Request(HttpContent content) => CallRequest.Create(
        _channel.AddressOf(_method), _channel.Options, content, _requestCodec, _lifetime.Remaining, _options.Headers ?? Metadata.Empty);

    private async ValueTask<FrameReader?> ReadHeadersAsync(HttpResponseMessage response)
    {
        var metadata = ResponseMetadata.Read(response.Headers);
        if (ResponseMetadata.StatusOf(response.Headers) is { } status)
        {
            _headers.TrySetResult(metadata);
            End(status, metadata);
            return null;
        }

        if (response.StatusCode != HttpStatusCode.OK || ResponseMetadata.FormOf(response) != _channel.Options.Form)
        {
            End(HttpFailure.OfResponse(response));
            return null;
        }

        _headers.TrySetResult(metadata);
        var stream = await response.Content.ReadAsStreamAsync(Token);
        return new FrameReader(
            _channel.Options.Form == WireForm.WebText ? PipeReader.Create(new Base64Stream(stream), TextOptions) : PipeReader.Create(stream, ReaderOptions),
            _channel.Options.MaxReceiveMessageSize,
            ResponseCodec(response),
            _channel.Options.Form == WireForm.Grpc ? BodyEnding.Plain : BodyEnding.Trailers);
    }

    private static MessageCodec? ResponseCodec(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues(GrpcHeader.Encoding, out var values)) return null;
        var name = string.Join(',', values);
        if (name == MessageCodec.Identity) return null;
        return MessageCodec.Find(name)
            ?? throw new RpcException(new Status(
                StatusCode.Internal, $"The response is compressed by '{name}'; known are: {MessageCodec.Accepted}."));
    }
}
