using Grpc.Core;
using TopGun.Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>The responses of a call. One reader at a time; cancelling a read gives the call up.</summary>
internal sealed class ResponseReader<TRequest, TResponse>(ClientCall<TRequest, TResponse> call) : IAsyncStreamReader<TResponse>
    where TRequest : class
    where TResponse : class
{
    private TResponse? _current;
    private Task<bool> _pending = Task.FromResult(false);

    /// <inheritdoc/>
    public TResponse Current => _current ?? throw new InvalidOperationException("There is no message; MoveNext has not found one.");

    /// <summary>The read that is under way, or the last one.</summary>
    public Task Pending => _pending;

    /// <inheritdoc/>
    public Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (!_pending.IsCompleted) throw new InvalidOperationException("A read is under way; await it before the next.");

        // What one read of the network brought is handed out without any waiting.
        return _pending = MoveNextAsync(cancellationToken);
    }

    private async Task<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        await using var giveUp = cancellationToken.UnsafeRegister(
            static call => ((ClientCall<TRequest, TResponse>)call!).GiveUp("The caller has cancelled a read."), call);
        _current = null;
        CallEnd end;
        try
        {
            var frames = await call.Opening;
            if (!call.Ended.IsCompleted && frames is not null && await frames.ReadAsync(call.Token))
            {
                _current = frames.Deserialize(call.ResponseMarshaller);
                return true;
            }

            end = call.Ended.IsCompleted ? await call.Ended : await call.EndFromTrailersAsync(frames!);
        }
        catch (Exception e)
        {
            // The edge of the call: whatever was thrown becomes its status.
            end = await call.EndFromExceptionAsync(e);
        }

        return end.Status.StatusCode == StatusCode.OK ? false : throw call.Failure(end);
    }
}
