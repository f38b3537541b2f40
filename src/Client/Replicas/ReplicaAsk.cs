using TopGun.Core.Registrations;
using TopGun.Core.Replicas;

namespace TopGun.Client.Replicas;

/// <summary>A question to the server that waits for its answer; disposing of it ends the waiting.</summary>
internal sealed class ReplicaAsk : IDisposable
{
    private readonly LiveReplica _replica;
    private readonly TaskCompletionSource<ResolverResponse> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ReplicaAsk(LiveReplica replica, Replica asked, ResolverRequest request)
    {
        _replica = replica;
        Ask = asked.Resolvers.Ask(request, response => _answer.TrySetResult(response));
    }

    /// <summary>The question.</summary>
    public ResolverAsk Ask { get; }

    /// <summary>The answer; faults when the client is disposed of before.</summary>
    public Task<ResolverResponse> Answer => _answer.Task;

    /// <summary>There will be no answer.</summary>
    public void Fail() => _answer.TrySetException(new ObjectDisposedException(nameof(TopGunClient)));

    public void Dispose() => _replica.Abandon(this);
}
