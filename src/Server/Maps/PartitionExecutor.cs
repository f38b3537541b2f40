using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using TopGun.Core.Partitions;
using TopGun.Core.Sync;
using TopGun.Server.Observability;
using TopGun.Server.Storage;

namespace TopGun.Server.Maps;

/// <summary>The one who writes a partition: judges batches in the order in which they come, and commits what has gathered together.</summary>
/// <remarks>
/// While one commit is on its way to the disk, the batches that arrive are judged on top of it and become the next. Nothing
/// leaves before its commit is durable (INV-STO-1), and nothing is seen before it is published (INV-PAR-1).
/// </remarks>
internal sealed class PartitionExecutor : IAsyncDisposable
{
    // Bounds the time that a commit takes to gather, and with it the latency of all that lie in it.
    private const int MaxOpsPerCommit = 4_000;

    // As much as one piece of it does at most.
    private const int OpsPerUpkeep = MapUpkeep.MostAtOnce;

    private readonly PartitionId _id;
    private readonly IStore _store;
    private readonly PartitionSettings _settings;
    private readonly ILogger _logger;
    private readonly Action<Exception> _fatal;
    private readonly OwnedPartition _owned;
    private readonly PartitionCommitter _committer;
    private readonly LoneCommits _lone;
    private readonly HeldBack _heldBack;
    private readonly Channel<PartitionWork> _inbox = Channel.CreateUnbounded<PartitionWork>(new() { SingleReader = true });
    private readonly Task _running;
    private readonly WaitingWrites _waiting;

    /// <summary>Starts an executor.</summary>
    /// <param name="id">The partition.</param>
    /// <param name="store">Where committed state lives.</param>
    /// <param name="settings">What all partitions share.</param>
    /// <param name="logger">For the room's messages.</param>
    /// <param name="fatal">Ends the process: what is in memory can't be trusted any more.</param>
    public PartitionExecutor(PartitionId id, IStore store, PartitionSettings settings, ILogger logger, Action<Exception> fatal)
    {
        _id = id;
        _store = store;
        _settings = settings;
        _logger = logger;
        _fatal = fatal;
        _owned = new OwnedPartition(id, store, settings, logger);
        _committer = new PartitionCommitter(id, _owned, store, settings, Watchers, logger);
        _lone = new LoneCommits(id, _owned, _committer, settings, logger);
        _heldBack = new HeldBack(settings.Clock);
        _waiting = new WaitingWrites(settings.MaxWaitingOps, settings.MaxWaitingBytes);
        // Not as a part of the call that happens to need the partition first: its span would be the parent of all commits to come.
        using (ExecutionContext.SuppressFlow()) _running = ExecutorThreads.Shared.Start(RunAsync);
    }

    /// <summary>Who wants to know of changes.</summary>
    public PartitionWatchers Watchers { get; } = new();

    /// <summary>Hands over work.</summary>
    /// <returns>False when the executor is stopping; the work will not be answered.</returns>
    public bool Post(PartitionWork work)
    {
        _waiting.Add(work);
        if (_inbox.Writer.TryWrite(work)) return true;
        _waiting.Remove(work);
        return false;
    }

    /// <summary>Why no more writes of a user are to be handed over now, or null. What waits costs memory, and who waits longer than his patience asks again, so that work is done for nobody.</summary>
    public SyncError? WhyFull(string map, string subject) => _waiting.HasRoom(subject) ? null : HoldBack(map);

    /// <summary>Takes a place for writes of a user that are about to be read.</summary>
    /// <returns>Why there is none, or the place.</returns>
    public (SyncError? Held, WaitingPlace? Place) TryEnter(string map, string subject, long ops, long bytes)
        => _waiting.TryEnter(subject, ops, bytes) is { } place ? (null, place) : (HoldBack(map), null);

    /// <summary>Reads committed state, of a map that was loaded.</summary>
    public TResult Read<TResult>(Func<CommittedPartition, TResult> read) => _owned.Read(read);

    /// <summary>Lets a commit go first that waits to be shown: for who reads again and again.</summary>
    public void GiveWay() => _owned.GiveWay();

    /// <summary>Does something with committed state, if there is any.</summary>
    public void TryRead(Action<CommittedPartition> act) => _owned.TryRead(act);

    /// <summary>The committed registrations of the maps that are in memory.</summary>
    public IReadOnlyList<MapRegistrations> ReadRegistrations()
        => _owned.IsTaken ? Read(partition => partition.Registrations.Select(map => new MapRegistrations(map.Map, map.Registered)).ToArray()) : [];

    /// <summary>The maps that are in memory.</summary>
    public IReadOnlyList<string> ReadLoaded() => _owned.IsTaken ? Read(partition => partition.Loaded.ToArray()) : [];

    /// <summary>The maps in memory that nobody watches, and that were not used after a time, in Unix milliseconds.</summary>
    public IReadOnlyList<string> ReadIdle(long unusedSinceMs) => [.. _owned.UnusedSince(unusedSinceMs).Where(map => !Watchers.Has(map))];

    /// <summary>Commits what was handed over, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _inbox.Writer.TryComplete();
        await _running;
    }

    private SyncError HoldBack(string map)
    {
        _settings.Metrics?.Limited("queue");
        _settings.Pressure?.Note();
        return new SyncError(ErrorCode.RateLimited, $"The server has as many writes waiting for map {map} and its neighbours as it keeps; come again a little later.", _heldBack.Next());
    }

    private async Task RunAsync()
    {
        try
        {
            while (await _inbox.Reader.WaitToReadAsync())
            {
                for (var judged = await GatherAsync(); judged.Count > 0;) judged = await CommitAsync(judged);
                await _committer.TryResolveDoubtAsync();
            }
        }
        catch (Exception failure)
        {
            // Whatever this is, what is in memory may be ahead of the store. Better no server than one that is wrong.
            PartitionLog.Failed(_logger, _id.Value, failure);
            _fatal(failure);
        }
    }

    private async Task<List<JudgedWork>> GatherAsync()
    {
        List<JudgedWork> judged = [];
        for (var ops = 0; ops < MaxOpsPerCommit && !_owned.HasGathered && _inbox.Reader.TryRead(out var work);)
        {
            _waiting.Remove(work);
            if (work is UnloadWork unload)
            {
                // Whoever begins to watch loads the map after that, and finds it or has it loaded.
                if (!Watchers.Has(unload.Map)) _owned.Unload(unload.Map, unload.UnusedSinceMs);
                continue;
            }

            try
            {
                await _committer.PrepareAsync(work.Map);
            }
            catch (Exception failure) when (failure is StoreUnavailableException or DeposedOwnerException or StoreCorruptException)
            {
                _committer.LogNotCommitted(1, failure);
                Refuse(work, failure);
                continue;
            }

            ops += Judge(work, judged);
        }

        return judged;
    }

    private int Judge(PartitionWork work, List<JudgedWork> judged)
    {
        // What time asks for is no use that anybody makes of a map.
        if (work is not UpkeepWork) _owned.Use(work.Map);
        switch (work)
        {
            case BatchWork batch:
                judged.Add(new JudgedBatch(batch, _owned.Partition.Execute(batch.Batch, batch.Principal, _settings.NowMs)));
                return batch.Batch.Ops.Sum(op => op.Writes.Count) + 1;
            case CallWork call:
                judged.Add(call.Judge(_owned.Partition, _settings.NowMs));
                return call.Ops;
            case UpkeepWork upkeep:
                upkeep.Act(_owned.Partition, _settings.NowMs);
                judged.Add(new JudgedUpkeep(upkeep));
                return OpsPerUpkeep;
            default:
                ((LoadWork)work).Loaded();
                return 0;
        }
    }

    private static void Refuse(PartitionWork work, Exception failure)
    {
        switch (work)
        {
            case BatchWork batch: JudgedBatch.NotNow(batch); break;
            case CallWork call: call.NotNow(); break;
            case UpkeepWork upkeep: upkeep.NotNow(); break;
            default: ((LoadWork)work).Failed(failure); break;
        }
    }

    // Commits what was judged, and returns what was judged on top of it meanwhile.
    private async Task<List<JudgedWork>> CommitAsync(List<JudgedWork> judged)
    {
        List<JudgedWork> next = [];
        try
        {
            if (_owned.Partition.Seal(_settings.NowMs) is { } commit)
            {
                var start = _settings.Clock.GetTimestamp();
                using (ServerTrace.Commit(_id.Value, commit.Records.Count))
                {
                    var storing = _store.CommitAsync(commit, CancellationToken.None).AsTask();
                    await GatherWhileAsync(storing, next);
                    await storing;
                }

                _settings.Metrics?.Committed(commit, _settings.Clock.GetElapsedTime(start));
                _owned.Publish();
                Answer(judged);
                _committer.Tell(commit);
            }
            else
            {
                Answer(judged);
            }

            return next;
        }
        catch (StoreRefusedException)
        {
            // What was judged on top of it falls with it, and is judged anew.
            _owned.Discard();
            foreach (var work in judged.Concat(next)) await _lone.CommitAsync(work);
        }
        catch (Exception failure) when (failure is StoreUnavailableException or DeposedOwnerException)
        {
            _settings.Metrics?.NotCommitted();
            _committer.Fail(judged.Count + next.Count, failure);
            foreach (var work in judged.Concat(next)) work.NotNow();
        }

        return [];
    }

    // Only batches that need nothing from the store, which is busy.
    private async Task GatherWhileAsync(Task storing, List<JudgedWork> judged)
    {
        for (var ops = 0; !storing.IsCompleted && ops < MaxOpsPerCommit && !_owned.HasGathered;)
        {
            if (_inbox.Reader.TryPeek(out var work))
            {
                if (work is UnloadWork || !_owned.IsReady(work.Map)) return;
                _inbox.Reader.TryRead(out work);
                _waiting.Remove(work!);
                ops += Judge(work!, judged);
            }
            else
            {
                var readable = _inbox.Reader.WaitToReadAsync().AsTask();
                if (await Task.WhenAny(storing, readable) == storing || !await readable) return;
            }
        }
    }

    private static void Answer(List<JudgedWork> judged)
    {
        foreach (var work in judged) work.Answer();
    }
}
