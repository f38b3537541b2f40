using System.IO.Compression;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using TopGun.Grpc.Server.Binding;
using TopGun.Grpc.Wire;

namespace TopGun.Grpc.Server.Calls;

/// <summary>A call from its first header to its status.</summary>
/// <remarks>
/// The handler's thread and the deadline's timer meet here. Everything that touches the response happens under one lock, and
/// whoever ends the call first has ended it: after that nothing is written, and a handler that does not care may run on.
/// </remarks>
internal sealed class ServerCall : ServerCallContext
{
    // Enough for a burst to leave in few frames, and small beside what the transport buffers anyway.
    private const int LargestHintedBytes = 32 * 1024;

    private readonly CallWire _wire;
    private readonly string _method;
    private readonly CallEnvironment _environment;
    private readonly CancellationTokenSource _cancellation;
    private readonly CancellationToken _token;
    private readonly LinkedToken _readToken;
    private readonly LinkedToken _writeToken;
    private readonly FrameWriter _writer;
    private readonly Lock _gate = new();

    private FrameReader? _reader;
    private ITimer? _timer;
    private DateTime _deadline = DateTime.MaxValue;
    private Task _pendingWrite = Task.CompletedTask;
    private long _flushedBytes;
    private Task? _ending;
    private Status _status = Status.DefaultSuccess;
    private Metadata? _requestHeaders;
    private Metadata? _trailers;
    private Dictionary<object, object>? _userState;

    /// <summary>Takes a call.</summary>
    public ServerCall(CallWire wire, string method, CallEnvironment environment)
    {
        (_wire, _method, _environment) = (wire, method, environment);

        // A source of its own: a reset of the stream shows up as a failed read before the exchange reports that it was
        // aborted, and a handler that looks at the token in between must find it cancelled.
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(wire.Http.RequestAborted);
        _token = _cancellation.Token;
        (_readToken, _writeToken) = (new(_token), new(_token));

        var options = environment.Options;
        var codec = wire.Negotiate(environment.ResponseCodec);
        wire.Begin(codec);
        _writer = wire.OpenWriter(options.MaxSendMessageSize, codec, options.ResponseCompressionLevel ?? CompressionLevel.Fastest);
    }

    /// <summary>Whether the request that was read last was compressed.</summary>
    public bool IsRequestCompressed { get; private set; }

    /// <summary>The exchange that carries the call.</summary>
    public HttpContext Http => _wire.Http;

    /// <inheritdoc/>
    protected override string HostCore => Http.Request.Host.Value ?? "";

    /// <inheritdoc/>
    protected override string MethodCore => _method;

    /// <inheritdoc/>
    protected override string PeerCore => PeerName.Of(Http.Connection);

    /// <inheritdoc/>
    protected override DateTime DeadlineCore => _deadline;

    /// <inheritdoc/>
    protected override Metadata RequestHeadersCore => _requestHeaders ??= ReadHeaders();

    /// <inheritdoc/>
    protected override CancellationToken CancellationTokenCore => _token;

    /// <inheritdoc/>
    protected override Metadata ResponseTrailersCore => _trailers ??= [];

    /// <inheritdoc/>
    protected override Status StatusCore
    {
        get => _status;
        set => _status = value;
    }

    /// <inheritdoc/>
    protected override WriteOptions? WriteOptionsCore { get; set; }

    /// <inheritdoc/>
    protected override AuthContext AuthContextCore => AuthContext.Empty;

    /// <inheritdoc/>
    protected override IDictionary<object, object> UserStateCore => _userState ??= [];

    /// <summary>Runs the handler, and ends the call with what comes of it.</summary>
    public async Task RunAsync(Func<ServerCall, Task> handler)
    {
        Status status;
        try
        {
            Accept();
            await handler(this);
            status = _status;
        }
        catch (Exception e)
        {
            // The edge of the call: whatever was thrown becomes a status.
            status = StatusOf(e);
        }

        await EndAsync(status);
        _reader?.Release();
        if (_timer is not null) await _timer.DisposeAsync();
        _readToken.Dispose();
        _writeToken.Dispose();
        _cancellation.Dispose();
    }

    /// <summary>Waits for the next request.</summary>
    /// <returns>False when the client has ended its requests.</returns>
    /// <exception cref="OperationCanceledException">The call, or the given token, was cancelled.</exception>
    public ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        _token.ThrowIfCancellationRequested();
        if (_ending is not null) throw new InvalidOperationException("The call has ended; its requests can no longer be read.");
        var read = _reader!.ReadAsync(_readToken.With(cancellationToken));
        return read.IsCompletedSuccessfully ? read : AwaitReadAsync(read);
    }

    /// <summary>The request that the last read found.</summary>
    public T Deserialize<T>(Marshaller<T> marshaller)
    {
        IsRequestCompressed = _reader!.WasCompressed;
        return _reader.Deserialize(marshaller);
    }

    /// <summary>Reads the one request of a call that has one, up to the end of the requests.</summary>
    public async ValueTask<T> ReadSingleAsync<T>(Marshaller<T> marshaller)
    {
        if (!await ReadAsync(default)) throw new RpcException(new Status(StatusCode.Internal, "The request has no message; it needs one."));
        var request = Deserialize(marshaller);
        if (await ReadAsync(default)) throw new RpcException(new Status(StatusCode.Internal, "The request has more than one message."));
        return request;
    }

    /// <summary>Writes a response and, unless more is announced, sends it. One at a time.</summary>
    public Task WriteAsync<T>(T message, Marshaller<T> marshaller, WriteOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        lock (_gate)
        {
            if (_token.IsCancellationRequested) return Task.FromCanceled(_token);
            if (cancellationToken.IsCancellationRequested) return Task.FromCanceled(cancellationToken);
            RequireIdle_NeedsLock();
            var flags = (options ?? WriteOptions)?.Flags ?? WriteFlags.None;
            _writer.Write(message, marshaller, flags);
            var mayWait = flags.HasFlag(WriteFlags.BufferHint) && _writer.BytesWritten - _flushedBytes < LargestHintedBytes;
            return mayWait ? Task.CompletedTask : Flush_NeedsLock(cancellationToken);
        }
    }

    /// <summary>Writes the one response of a call that has one. It leaves together with the status.</summary>
    public void WriteSingle<T>(T? message, Marshaller<T> marshaller)
        where T : class
    {
        if (message is null) throw new RpcException(new Status(StatusCode.Internal, "The handler returned no message."));
        lock (_gate)
        {
            if (_ending is null && _status.StatusCode == StatusCode.OK)
                _writer.Write(message, marshaller, WriteOptions?.Flags ?? WriteFlags.None);
        }
    }

    /// <inheritdoc/>
    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        lock (_gate)
        {
            if (_token.IsCancellationRequested) return Task.FromCanceled(_token);
            RequireIdle_NeedsLock();
            if (Http.Response.HasStarted || _writer.BytesWritten > 0)
                throw new InvalidOperationException("The response headers have been sent.");
            _wire.AddHeaders(responseHeaders);
            return Flush_NeedsLock(default);
        }
    }

    /// <inheritdoc/>
    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options)
        => throw new NotSupportedException("Give the deadline and the token of this call to the other call instead.");

    private void Accept()
    {
        _reader = _wire.OpenReader(_environment.Options.MaxReceiveMessageSize);
        var header = Http.Request.Headers[GrpcHeader.Timeout].ToString();
        if (header.Length == 0) return;
        if (!GrpcTimeout.TryDecode(header, out var timeout))
            throw new RpcException(new Status(StatusCode.Internal, "The header 'grpc-timeout' is not a number and a unit."));

        var now = _environment.Time.GetUtcNow().UtcDateTime;
        _deadline = timeout < DateTime.MaxValue - now ? now + timeout : DateTime.MaxValue;
        _timer = _environment.Time.CreateTimer(
            static call => ((ServerCall)call!).OnDeadline(), this, GrpcTimeout.ForTimer(timeout), Timeout.InfiniteTimeSpan);
    }

    private async ValueTask<bool> AwaitReadAsync(ValueTask<bool> read)
    {
        try
        {
            return await read;
        }
        catch (IOException e)
        {
            await _cancellation.CancelAsync();
            throw new OperationCanceledException("The client has reset the call.", e, _token);
        }
    }

    private void RequireIdle_NeedsLock()
    {
        if (_ending is not null) throw new InvalidOperationException("The call has ended; nothing more can be written.");
        if (!_pendingWrite.IsCompleted) throw new InvalidOperationException("A write is under way; await it before the next.");
    }

    private Task Flush_NeedsLock(CancellationToken cancellationToken)
    {
        _flushedBytes = _writer.BytesWritten;
        var flush = _wire.FlushAsync();
        if (flush.IsCompletedSuccessfully) return Task.CompletedTask;

        // The token ends the waiting, not the flush: Kestrel resets a stream whose flush was cancelled, and the status of the
        // call would be lost with it.
        _pendingWrite = flush.AsTask();
        return _pendingWrite.WaitAsync(_writeToken.With(cancellationToken));
    }

    // The client has its answer in time, whether or not the handler looks at its token.
    private void OnDeadline()
    {
        lock (_gate)
        {
            if (_ending is not null) return;
            GrpcServerLog.DeadlineExceeded(_environment.Logger, _method);

            // Not on this thread: what handlers have registered may take its time, or throw.
            _ = _cancellation.CancelAsync();
            _ending = EndAtDeadlineAsync();
        }
    }

    private async Task EndAtDeadlineAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // away from the lock

        // Without the handler's own trailers: it may be changing them just now.
        if (SetEnd(new Status(StatusCode.DeadlineExceeded, "The deadline has passed."), Metadata.Empty)) await _wire.CloseAsync();
    }

    private Task EndAsync(Status status)
    {
        lock (_gate) return _ending ??= EndNormallyAsync(status);
    }

    private async Task EndNormallyAsync(Status status)
    {
        // A handler may leave its last write behind. The exchange must not end under it, unless the client has gone.
        if (!_pendingWrite.IsCompleted) await _pendingWrite.WaitAsync(_token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        SetEnd(status, _trailers ?? Metadata.Empty);
    }

    private bool SetEnd(Status status, Metadata trailers)
    {
        if (status.StatusCode != StatusCode.OK) GrpcServerLog.CallEnded(_environment.Logger, _method, status.StatusCode, status.Detail);
        if (!_writer.IsBroken)
        {
            _wire.End(status, trailers, _writer.BytesWritten > 0 ? WrittenMessages.Some : WrittenMessages.None);
            return true;
        }

        GrpcServerLog.ResponseBroken(_environment.Logger, _method);
        _wire.Reset();
        return false;
    }

    private Status StatusOf(Exception exception)
    {
        switch (exception)
        {
            case RpcException rpc:
                // A handler may throw with the trailers of the call themselves.
                foreach (var trailer in rpc.Trailers.ToArray())
                {
                    if (!ResponseTrailers.Contains(trailer)) ResponseTrailers.Add(trailer);
                }

                return rpc.Status;
            case OperationCanceledException or IOException when _token.IsCancellationRequested:
                return new Status(StatusCode.Cancelled, "The call was cancelled.");
            default:
                GrpcServerLog.HandlerFailed(_environment.Logger, exception, _method);
                return new Status(StatusCode.Unknown, _environment.Options.EnableDetailedErrors == true
                    ? $"The handler failed: {exception.GetType().Name}: {exception.Message}"
                    : "The handler failed.");
        }
    }

    private Metadata ReadHeaders()
    {
        var metadata = new Metadata();
        foreach (var (name, values) in Http.Request.Headers)
        {
            foreach (var value in values)
            {
                try
                {
                    metadata.AddHeader(name, value ?? "");
                }
                catch (FormatException e)
                {
                    throw new RpcException(new Status(StatusCode.Internal, $"The value of the metadata '{name}' is not base64.", e));
                }
            }
        }

        return metadata;
    }
}
