using Microsoft.Extensions.Logging;
using TopGun.Server.Storage;

namespace TopGun.Server.Maps;

/// <summary>
/// Has expired records removed when their time comes, in whatever map they are, in memory or not (INV-TTL-4); old removals
/// forgotten, in the maps that are in memory; and maps that nobody uses taken out of it, after that.
/// </summary>
/// <remarks>
/// The store says at start which maps have records that expire, and each commit what comes on top. A map whose time has come is
/// loaded by its executor, which alone knows what is really due, and says when the next time is.
/// </remarks>
internal sealed class MapUpkeep(PartitionTable partitions, MapAgenda agenda, IStore store, TimeProvider time, TimeSpan tombstoneRetention, TimeSpan idleMapTimeout, ILogger<MapUpkeep> logger)
    : IAsyncDisposable
{
    /// <summary>How many records one piece of work removes at most, so that writes do not wait for long behind it.</summary>
    public const int MostAtOnce = 500;

    private const int MapsPerPage = 1_000;

    /// <summary>How often it looks; what expires goes at most so much later, if nothing holds it up.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    // Forgetting an hour late hurts nobody; with a retention of seconds, as in tests, it is sooner.
    private readonly TimeSpan _round = TimeSpan.FromTicks(Math.Clamp(tombstoneRetention.Ticks / 64, Pace.Ticks, TimeSpan.TicksPerHour));

    // Often enough that a map stays a quarter longer at most.
    private readonly TimeSpan _idleRound = TimeSpan.FromTicks(Math.Clamp(idleMapTimeout.Ticks / 4, Pace.Ticks, TimeSpan.TicksPerMinute));
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;
    private string? _unread = string.Empty;
    private long _collectAtMs;
    private long _unloadAtMs;
    private bool _hasLetGo;
    private int _collections;

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Begins.</summary>
    public void Start() => _running = RunAsync();

    /// <summary>Hands over no more work.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
    }

    private async Task RunAsync()
    {
        try
        {
            for (; ; await Task.Delay(Pace, time, _stopping.Token))
            {
                await ReadAgendaAsync();
                foreach (var map in agenda.TakeDue(NowMs)) Expire(map);
                CollectIfDue();
                UnloadIfDue();
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    // What the store knows from before, a page at a time; if it can't be read now, with the next tick.
    private async Task ReadAgendaAsync()
    {
        if (_unread is not { } from) return;
        try
        {
            var page = await store.ListExpiringAsync(from, MapsPerPage, _stopping.Token);
            foreach (var (map, firstMs) in page) agenda.Note(map, firstMs);
            _unread = page.Count < MapsPerPage ? null : page[^1].Map + '\0';
        }
        catch (Exception failure) when (failure is StoreUnavailableException or StoreCorruptException)
        {
            PartitionLog.AgendaUnread(logger, failure);
        }
    }

    private void CollectIfDue()
    {
        if (NowMs < _collectAtMs) return;
        _collectAtMs = NowMs + (long)_round.TotalMilliseconds;
        foreach (var map in partitions.ReadLoaded()) Collect(map, () => { });
    }

    private void UnloadIfDue()
    {
        if (NowMs < _unloadAtMs) return;
        _unloadAtMs = NowMs + (long)_idleRound.TotalMilliseconds;
        // What has left in the last round is garbage by now, and of a server that does nothing nobody else asks for it.
        if (_hasLetGo && GC.CollectionCount(GC.MaxGeneration) == _collections) GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);

        var unusedSinceMs = NowMs - (long)idleMapTimeout.TotalMilliseconds;
        var idle = partitions.ReadIdle(unusedSinceMs);
        (_hasLetGo, _collections) = (idle.Count > 0, GC.CollectionCount(GC.MaxGeneration));
        // A map that is used for a moment each day would otherwise remember its removals for ever.
        foreach (var map in idle) Collect(map, () => partitions.Of(map).Post(new UnloadWork(map, unusedSinceMs)));
    }

    // Piece by piece, so that batches pass in between.
    private void Collect(string map, Action then)
    {
        var hasMore = false;
        partitions.Of(map).Post(new UpkeepWork(
            map,
            (partition, nowMs) => hasMore = partition.Collect(map, nowMs, MostAtOnce),
            () =>
            {
                if (hasMore) Collect(map, then);
                else then();
            },
            () => { }));
    }

    private void Expire(string map)
    {
        var executor = partitions.Of(map);
        executor.Post(new UpkeepWork(
            map,
            (partition, nowMs) => partition.Expire(map, nowMs, MostAtOnce),
            () =>
            {
                if (executor.Read(partition => partition.NextExpiryOf(map)) is { } nextMs) agenda.Note(map, nextMs);
            },
            () => agenda.Note(map, NowMs + (long)Pause.TotalMilliseconds)));
    }
}
