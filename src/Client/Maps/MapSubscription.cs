using TopGun.Core.Replicas;

namespace TopGun.Client.Maps;

/// <summary>The changes of a map since it was subscribed to, for one reader.</summary>
/// <remarks>
/// It ends when its enumeration ends, when it is disposed of, or with its client. A reader that falls behind finds several changes
/// of a key as one, so a slow reader costs no more memory than the map has keys.
/// </remarks>
/// <typeparam name="TChange">How a change looks.</typeparam>
public sealed class MapSubscription<TChange> : IAsyncEnumerable<TChange>, IDisposable
{
    private readonly ChangeFeed _feed;
    private readonly Func<ValueChange, TChange> _look;
    private readonly CancellationToken _cancellationToken;

    internal MapSubscription(ChangeFeed feed, Func<ValueChange, TChange> look, CancellationToken cancellationToken)
        => (_feed, _look, _cancellationToken) = (feed, look, cancellationToken);

    /// <summary>Whether a change is to be told.</summary>
    internal Func<TChange, bool> IsSeen { get; init; } = _ => true;

    /// <inheritdoc/>
    public async IAsyncEnumerator<TChange> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        using var ending = this;
        using var both = CancellationTokenSource.CreateLinkedTokenSource(_cancellationToken, cancellationToken);
        await foreach (var change in _feed.ReadAsync(both.Token).ConfigureAwait(false))
            if (_look(change) is var seen && IsSeen(seen)) yield return seen;
    }

    /// <inheritdoc/>
    public void Dispose() => _feed.Dispose();
}
