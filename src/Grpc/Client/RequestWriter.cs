using System.IO.Pipelines;
using Grpc.Core;
using TopGun.Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>The requests of a call. One write at a time; cancelling a write gives the call up.</summary>
internal sealed class RequestWriter<TRequest, TResponse>(
    ClientCall<TRequest, TResponse> call, RequestBody body, Marshaller<TRequest> marshaller) : IClientStreamWriter<TRequest>
    where TRequest : class
    where TResponse : class
{
    // Enough for a burst to leave in few frames, and small beside what the transport buffers anyway.
    private const int LargestHintedBytes = 32 * 1024;

    private PipeWriter? _pipe;
    private FrameWriter? _frames;
    private long _flushedBytes;
    private bool _completed;
    private Task _pending = Task.CompletedTask;

    /// <inheritdoc/>
    public WriteOptions? WriteOptions { get; set; } = call.WriteOptions;

    /// <inheritdoc/>
    public Task WriteAsync(TRequest message) => WriteAsync(message, CancellationToken.None);

    /// <inheritdoc/>
    public Task WriteAsync(TRequest message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled(cancellationToken);
        RequireIdle();
        return _pending = SendAsync(message, cancellationToken);
    }

    /// <inheritdoc/>
    public Task CompleteAsync()
    {
        RequireIdle();
        _completed = true;
        return _pending = FinishAsync();
    }

    private void RequireIdle()
    {
        if (!_pending.IsCompleted) throw new InvalidOperationException("A write is under way; await it before the next.");
        if (_completed) throw new InvalidOperationException("The requests are at their end; nothing more can be written.");
    }

    private async Task SendAsync(TRequest message, CancellationToken cancellationToken)
    {
        await using var giveUp = cancellationToken.UnsafeRegister(
            static call => ((ClientCall<TRequest, TResponse>)call!).GiveUp("The caller has cancelled a write."), call);
        await OpenAsync();
        var flags = WriteOptions?.Flags ?? WriteFlags.None;
        Write(message, flags);
        if (flags.HasFlag(WriteFlags.BufferHint) && _frames!.BytesWritten - _flushedBytes < LargestHintedBytes) return;
        await FlushAsync();
    }

    private async Task FinishAsync()
    {
        // A call that has ended has no use for the end of its requests; its status is told by the responses.
        if (call.Ended.IsCompleted) return;
        if (_frames is not null && _frames.BytesWritten > _flushedBytes) await FlushAsync();
        if (_pipe is not null) await _pipe.CompleteAsync();
        body.End();
    }

    private async ValueTask OpenAsync()
    {
        if (call.Ended.IsCompleted) throw call.Failure(await call.Ended);
        if (_frames is not null) return;
        await Task.WhenAny(body.Opened, call.Ended);
        if (call.Ended.IsCompleted) throw call.Failure(await call.Ended);
        _pipe = body.Take();
        _frames = call.OpenWriter(_pipe);
    }

    private void Write(TRequest message, WriteFlags flags)
    {
        try
        {
            _frames!.Write(message, marshaller, flags);
        }
        catch when (_frames!.IsBroken)
        {
            // Half a message may leave with the next flush, and the server would take what follows for the rest of it.
            call.GiveUp("A request was left half written.");
            throw;
        }
    }

    private async Task FlushAsync()
    {
        _flushedBytes = _frames!.BytesWritten;
        try
        {
            await _pipe!.FlushAsync(call.Token);
        }
        catch (Exception e)
        {
            if (await call.EndIfGivenUpAsync() is { } end) throw call.Failure(end);

            // The server has ended the call, or the connection is gone. Which, is for the responses to say: the server's own
            // status may lie there. If somebody is reading them, that status is about to be known.
            await Task.WhenAny(call.Ended, call.Responses.Pending);
            if (call.Ended.IsCompleted) throw call.Failure(await call.Ended);
            throw new RpcException(new Status(
                HttpFailure.OfException(e).StatusCode, "The request could not be sent; the responses tell why.", e));
        }
    }
}
