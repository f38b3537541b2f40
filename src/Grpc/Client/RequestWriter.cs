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
    private PipeWriter? _pipe;
    private RequestFlow? _flow;
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
        return _pending = _flow is null || call.Ended.IsCompleted ? OpenAsync(message, cancellationToken) : Send(message, cancellationToken);
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

    private async Task OpenAsync(TRequest message, CancellationToken cancellationToken)
    {
        await using (GiveUpOn(cancellationToken))
        {
            if (!call.Ended.IsCompleted) await Task.WhenAny(body.Opened, call.Ended);
            if (call.Ended.IsCompleted) throw call.Failure(await call.Ended);
            _pipe = body.Take();

            // In text some servers read no more than one message out of what was flushed together.
            _flow = new RequestFlow(_pipe, call.OpenWriter, body.Form != WireForm.WebText, call.Token);
        }

        await Send(message, cancellationToken);
    }

    private Task Send(TRequest message, CancellationToken cancellationToken)
    {
        try
        {
            var sending = _flow!.Write(message, marshaller, WriteOptions?.Flags ?? WriteFlags.None);
            return sending.IsCompletedSuccessfully ? sending : AwaitAsync(sending, cancellationToken);
        }
        catch (Exception e)
        {
            // Half a message may leave with the next flush, and the server would take what follows for the rest of it.
            if (_flow!.IsBroken) call.GiveUp("A request was left half written.");
            return Task.FromException(e);
        }
    }

    private async Task FinishAsync()
    {
        // A call that has ended has no use for the end of its requests; its status is told by the responses.
        if (call.Ended.IsCompleted) return;
        if (_flow is not null) await AwaitAsync(_flow.DrainAsync(), CancellationToken.None);
        if (_pipe is not null) await _pipe.CompleteAsync();
        body.End();
    }

    private async Task AwaitAsync(Task sending, CancellationToken cancellationToken)
    {
        await using var giveUp = GiveUpOn(cancellationToken);
        try
        {
            await sending;
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

    private CancellationTokenRegistration GiveUpOn(CancellationToken cancellationToken) => cancellationToken.UnsafeRegister(
        static call => ((ClientCall<TRequest, TResponse>)call!).GiveUp("The caller has cancelled a write."), call);
}
