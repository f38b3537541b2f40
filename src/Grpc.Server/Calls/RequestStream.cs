using Grpc.Core;

namespace TopGun.Grpc.Server.Calls;

/// <summary>The requests of a call, for its handler. One reader at a time.</summary>
/// <remarks>
/// The end of the requests is not a goodbye: clients on Node give a call up by ending their requests and resetting the stream
/// just after. What must be known for certain needs a message of its own.
/// </remarks>
internal sealed class RequestStream<T>(ServerCall call, Marshaller<T> marshaller) : IAsyncStreamReader<T>
    where T : class
{
    private T? _current;
    private Task<bool> _pending = Task.FromResult(false);

    /// <inheritdoc/>
    public T Current => _current ?? throw new InvalidOperationException("There is no message; MoveNext has not found one.");

    /// <inheritdoc/>
    public Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (!_pending.IsCompleted) throw new InvalidOperationException("A read is under way; await it before the next.");
        try
        {
            var read = call.ReadAsync(cancellationToken);
            return read.IsCompletedSuccessfully ? Task.FromResult(Take(read.Result)) : _pending = AwaitAsync(read);
        }
        catch (OperationCanceledException e)
        {
            return Task.FromCanceled<bool>(e.CancellationToken);
        }
        catch (RpcException e)
        {
            return Task.FromException<bool>(e);
        }
    }

    private async Task<bool> AwaitAsync(ValueTask<bool> read) => Take(await read);

    private bool Take(bool found)
    {
        _current = found ? call.Deserialize(marshaller) : null;
        return found;
    }
}
