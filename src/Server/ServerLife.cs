using Microsoft.Extensions.Hosting;
using TopGun.Grpc.Server.Health;
using TopGun.Server.Maps;
using TopGun.Server.Sessions;
using TopGun.Server.Storage;

namespace TopGun.Server;

/// <summary>Opens the store before the first stream, and on stopping lets streams end, commits what was taken, and closes the store.</summary>
internal sealed class ServerLife(SyncSessions sessions, RejectionBoard rejections, PartitionTable partitions, MapUpkeep upkeep, IStore store, HealthState health, IHostApplicationLifetime lifetime) : IHostedService, IAsyncDisposable
{
    private CancellationTokenRegistration _stopping;

    /// <summary>Whether streams are taken.</summary>
    public bool IsReady => health.Current.Phase == HealthPhase.Serving;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Kestrel waits for open streams before it stops, so they must be told to end before that.
        _stopping = lifetime.ApplicationStopping.Register(() =>
        {
            health.Move(HealthPhase.Stopping);
            sessions.Drain();
            rejections.Drain();
        });
        upkeep.Start();
        health.Move(HealthPhase.Serving);
        _ = EndWithStoreAsync();
        return Task.CompletedTask;
    }

    // A store that can't vouch for its medium must not be written any more, not even on the way out.
    private async Task EndWithStoreAsync() => ProcessEnd.Now(await store.Failure);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stopping.DisposeAsync();
        await upkeep.DisposeAsync();
        await partitions.DisposeAsync();
        await store.DisposeAsync();
    }
}
