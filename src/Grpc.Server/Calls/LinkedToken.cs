namespace TopGun.Grpc.Server.Calls;

/// <summary>Joins the token of a call with the one given to a read or a write.</summary>
/// <remarks>
/// A loop gives the same token each time, so the joined one is kept for the next turn. One user at a time: the reads of a
/// call have one and the writes another.
/// </remarks>
internal sealed class LinkedToken(CancellationToken call) : IDisposable
{
    private CancellationToken _given;
    private CancellationTokenSource? _joined;

    /// <summary>The token that is cancelled when either is.</summary>
    public CancellationToken With(CancellationToken given)
    {
        if (!given.CanBeCanceled || given == call) return call;
        if (_joined is null || given != _given)
        {
            _joined?.Dispose();
            _joined = CancellationTokenSource.CreateLinkedTokenSource(call, given);
            _given = given;
        }

        return _joined.Token;
    }

    /// <inheritdoc/>
    public void Dispose() => _joined?.Dispose();
}
