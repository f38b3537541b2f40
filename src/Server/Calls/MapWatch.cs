using System.Runtime.CompilerServices;
using TopGun.Core.Calls;
using TopGun.Core.Sync;
using TopGun.Server.Maps;
using TopGun.Server.Sessions;

namespace TopGun.Server.Calls;

/// <summary>One who watches a map: pulls what changed when it is woken and its stream can take more.</summary>
/// <remarks>A change while a page travels wakes it for the next; it holds a cursor, no queue, so being slow costs it nothing but delay.</remarks>
internal sealed class MapWatch : IMapWatcher, IDisposable
{
    private readonly MapCalls _calls;
    private readonly string _map;
    private readonly SessionSettings _settings;
    private readonly TimeProvider _clock;
    private readonly Signal _signal = new();

    public MapWatch(MapCalls calls, string map, SessionSettings settings, TimeProvider clock)
    {
        (_calls, _map, _settings, _clock) = (calls, map, settings, clock);
        calls.WatchersOf(map).Add(map, this);
    }

    /// <inheritdoc/>
    public void MapChanged(string map) => _signal.Set();

    /// <summary>What is told, from what the feed has seen on; a page without events when there is nothing to tell for a heartbeat.</summary>
    /// <exception cref="SyncException">The map can't be read now.</exception>
    public async IAsyncEnumerable<WatchPage> ReadAsync(WatchFeed feed, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var toldAt = _clock.GetTimestamp();
        for (var isFirst = true; ; isFirst = false)
        {
            var (read, reset) = await _calls.ReadAsync(
                _map, partition => (feed.Read(partition, _settings.PageBytes, out var reason), reason), cancellationToken);
            var page = feed.Take(read, reset);
            // Changes that are none of its business move its cursor, and that can wait for the next heartbeat.
            if (isFirst || page.Events.Count > 0 || page.Reset != ResetReason.None || !page.IsCaughtUp)
            {
                yield return page;
                toldAt = _clock.GetTimestamp();
            }

            if (!page.IsCaughtUp || await IsWokenAsync(toldAt, cancellationToken)) continue;
            yield return new WatchPage(ResetReason.None, [], feed.At, true);
            toldAt = _clock.GetTimestamp();
        }
    }

    public void Dispose() => _calls.WatchersOf(_map).Remove(_map, this);

    // False when a heartbeat is due.
    private async Task<bool> IsWokenAsync(long toldAt, CancellationToken cancellationToken)
    {
        var remaining = TimeSpan.FromMilliseconds(_settings.HeartbeatMs) - _clock.GetElapsedTime(toldAt);
        if (remaining <= TimeSpan.Zero) return false;
        using var heartbeat = new CancellationTokenSource(remaining, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(heartbeat.Token, cancellationToken);
        try
        {
            await _signal.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
