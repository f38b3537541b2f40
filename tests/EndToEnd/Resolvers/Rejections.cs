using System.Threading.Channels;
using TopGun.Client;
using TopGun.Client.Resolvers;
using TopGun.EndToEnd.Processes;

namespace TopGun.EndToEnd.Resolvers;

/// <summary>What clients are told of refusals.</summary>
internal sealed class Rejections : IDisposable
{
    private readonly Channel<(string Map, string Key, string Reason)> _told = Channel.CreateUnbounded<(string Map, string Key, string Reason)>();
    private readonly List<RejectionSubscription> _subscriptions;

    public Rejections(params TopGunClient[] clients)
        => _subscriptions = [.. clients.Select(client => client.Resolvers.OnRejection(rejection => _told.Writer.TryWrite((rejection.Map, rejection.Key, rejection.Reason))))];

    public Task<(string Map, string Key, string Reason)> NextAsync() => _told.Reader.ReadAsync().AsTask().WaitAsync(ProgramRun.Patience);

    public void Dispose() => _subscriptions.ForEach(subscription => subscription.Dispose());
}
