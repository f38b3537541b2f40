using Microsoft.Extensions.Hosting;
using TopGun.Server.Maps;
using TopGun.Server.Sessions;
using TopGun.Server.Storage;

namespace TopGun.Server;

/// <summary>Opens the store before the first stream, and on stopping lets streams end, commits what was taken, and closes the store.</summary>
internal sealed class ServerLife(SyncSessions sessions, PartitionTable partitions, IStore store, IHostApplicationLifetime lifetime) : IHostedService, IAsyncDisposable
{
    private CancellationTokenRegistration _stopping;

    /// <summary>Whether streams are taken.</summary>
    public bool IsReady { get; private set; }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Kestrel waits for open streams before it stops, so they must be told to end before that.
        _stopping = lifetime.ApplicationStopping.Register(() =>
        {
            IsReady = false;
            sessions.Drain();
        });
        IsReady = true;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stopping.DisposeAsync();
        await partitions.DisposeAsync();
        await store.DisposeAsync();
    }
}
