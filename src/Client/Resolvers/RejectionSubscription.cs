using TopGun.Client.Rejections;
using TopGun.Core.Replicas;

namespace TopGun.Client.Resolvers;

/// <summary>A subscriber to rejections; disposing of it ends the subscription. Safe for many threads at once.</summary>
public sealed class RejectionSubscription : IDisposable
{
    private readonly CancellationTokenSource _ending = new();

    internal RejectionSubscription(RejectionInbox inbox, Func<Rejection, bool> isWanted, Action<Rejection> callback)
        => Completion = Task.Run(() => RunAsync(inbox, isWanted, callback));

    /// <summary>Completes when the subscription has ended: it or the client was disposed of. Faults with what the callback threw, which ends it too.</summary>
    public Task Completion { get; }

    /// <summary>Ends the subscription. A callback that runs is not waited for; none begins after it.</summary>
    public void Dispose() => _ending.Cancel();

    private async Task RunAsync(RejectionInbox inbox, Func<Rejection, bool> isWanted, Action<Rejection> callback)
    {
        try
        {
            await foreach (var rejection in inbox.ListenAsync(null, _ending.Token).ConfigureAwait(false))
            {
                if (_ending.IsCancellationRequested) return;
                if (isWanted(rejection)) callback(rejection);
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // The subscriber has heard enough.
        }
    }
}
