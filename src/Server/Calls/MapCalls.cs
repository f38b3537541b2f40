using Microsoft.Extensions.Logging;
using TopGun.Core.Access;
using TopGun.Core.Calls;
using TopGun.Core.Partitions;
using TopGun.Core.Sync;
using TopGun.Server.Maps;
using TopGun.Server.Observability;
using TopGun.Server.Storage;

namespace TopGun.Server.Calls;

/// <summary>Reads and writes maps for callers without a replica. Safe for many threads at once.</summary>
internal sealed class MapCalls(PartitionTable partitions, IStore store, PartitionSettings settings, ILogger<MapCalls> logger)
{
    // Ten thousand keyed writes would have to be committed between asking the store and judging, each time anew.
    private const int MostLooks = 10;
    private const int RetryAfterMs = 500;

    /// <summary>Makes writes of one map, each by itself, in their order. From the first that can't be judged now on, none is.</summary>
    /// <param name="calls">The calls; at least one.</param>
    /// <param name="principal">Who calls.</param>
    /// <param name="cancellationToken">Ends the wait; what was handed over may still come into effect.</param>
    /// <returns>An answer for each: a <see cref="CallOutcome"/> is durable, after a <see cref="WriteNotJudged"/> nothing has changed, or with UNAVAILABLE it is not known.</returns>
    /// <exception cref="SyncException">The map can't be written now. Earlier calls may have come into effect.</exception>
    public async Task<IReadOnlyList<WriteAnswer>> WriteAsync(IReadOnlyList<WriteCall> calls, Principal principal, CancellationToken cancellationToken)
    {
        // Held until they are handed over: the store is asked for their idempotency keys before that, and all who come meanwhile would find the same room.
        using var place = Enter(calls, principal);
        using var activity = ServerTrace.Write(calls[0].Map, calls.Count);
        var answers = new List<WriteAnswer>(calls.Count);
        var together = calls.Count;
        for (var looks = 0; answers.Count < calls.Count;)
        {
            WriteCall[] next = [.. calls.Skip(answers.Count).Take(together)];
            var judged = await JudgeAsync(next, place, principal, cancellationToken);
            answers.AddRange(judged.TakeWhile(answer => answer is not WriteLooksAgain and not WriteRefusedByStore));
            switch (judged[^1])
            {
                // The store took none of them together: one by one it is found which it does not take.
                case WriteRefusedByStore when next.Length > 1: together = 1; break;
                case WriteRefusedByStore: answers.Add(RefusedByStore(next[0])); break;
                case WriteLooksAgain when ++looks == MostLooks: answers.AddRange(next.Skip(judged.Count - 1).Select(_ => NotNow(next[0].Map))); break;
            }
        }

        return answers;
    }

    /// <summary>Looks whether further writes of a user to a map may wait.</summary>
    /// <exception cref="SyncException">Not now; it says when to come again.</exception>
    public void DemandRoom(string map, Principal principal)
    {
        if (partitions.Of(map).WhyFull(map, principal.Subject) is { } full) throw new SyncException(full);
    }

    /// <summary>Reads committed state of a map, which is loaded for it.</summary>
    /// <exception cref="SyncException">It can't be read now.</exception>
    public async Task<T> ReadAsync<T>(string map, Func<CommittedPartition, T> read, CancellationToken cancellationToken)
    {
        while (true)
        {
            await LoadAsync(map, cancellationToken);
            // Between the two it may have left memory again, on a machine that is very slow.
            var (isLoaded, value) = partitions.Of(map).Read(partition => partition.IsLoaded(map) ? (true, read(partition)) : default);
            if (isLoaded) return value!;
        }
    }

    /// <summary>Who wants to know of changes of a map.</summary>
    public PartitionWatchers WatchersOf(string map) => partitions.Of(map).Watchers;

    /// <summary>Ends with the refusal when a user may not read a map.</summary>
    /// <exception cref="SyncException">The user may not.</exception>
    public void DemandRead(Principal principal, string map)
    {
        if (!settings.Access.Allows(principal, map, MapAction.Read))
            throw new SyncException(new SyncError(
                ErrorCode.Forbidden, $"User {principal.Subject} has no READ permission on map {map}.", Metadata: new Dictionary<string, string> { ["map"] = map }));
    }

    private WaitingPlace Enter(IReadOnlyList<WriteCall> calls, Principal principal)
    {
        var map = calls[0].Map;
        var (held, place) = partitions.Of(map).TryEnter(map, principal.Subject, OpsOf(calls), BytesOf(calls));
        return place ?? throw new SyncException(held!);
    }

    private static int OpsOf(IReadOnlyList<WriteCall> calls) => calls.Sum(call => call.Writes.Count) + 1;

    private static long BytesOf(IReadOnlyList<WriteCall> calls) => calls.Sum(call => call.SizeBound);

    private async Task<IReadOnlyList<WriteAnswer>> JudgeAsync(WriteCall[] calls, WaitingPlace place, Principal principal, CancellationToken cancellationToken)
    {
        var map = calls[0].Map;
        KeyMoment? moment = null;
        var known = new Dictionary<string, KeyedOutcome>(StringComparer.Ordinal);
        string[] keys = [.. calls.Select(call => call.Keyed?.Key).OfType<string>().Distinct(StringComparer.Ordinal)];
        if (keys.Length > 0)
        {
            // The moment first: what is committed while the store is asked is then known from memory.
            moment = await ReadAsync(map, partition => partition.MomentOf(map), cancellationToken);
            foreach (var outcome in await FindAsync(map, principal.Subject, keys, cancellationToken)) known[outcome.Write.Key] = outcome;
        }

        var answer = new TaskCompletionSource<IReadOnlyList<WriteAnswer>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var work = new CallWork<IReadOnlyList<WriteAnswer>>(
            map,
            (partition, nowMs) => Judge(calls, moment, known, partition, principal, nowMs),
            answer.SetResult,
            () => [.. calls.Select(_ => NotNow(map))],
            () => [WriteRefusedByStore.Instance])
        {
            Ops = OpsOf(calls),
            WriteBytes = BytesOf(calls),
            Writer = principal.Subject,
        };
        place.Dispose();
        if (!partitions.Of(map).Post(work)) throw Stopping();
        return await answer.Task.WaitAsync(cancellationToken);
    }

    private static List<WriteAnswer> Judge(
        WriteCall[] calls, KeyMoment? moment, Dictionary<string, KeyedOutcome> known, Partition partition, Principal principal, long nowMs)
    {
        var answers = new List<WriteAnswer>(calls.Length);
        foreach (var call in calls)
        {
            var stored = call.Keyed is { } keyed ? known.GetValueOrDefault(keyed.Key) : null;
            var answer = partition.Execute(call, moment, stored, principal, nowMs);
            answers.Add(answer);
            if (answer is WriteLooksAgain) break;
            // What comes behind it may build on it.
            if (answer is WriteNotJudged { Error.Code: not ErrorCode.KeyReused } held)
            {
                answers.AddRange(Enumerable.Repeat(held, calls.Length - answers.Count));
                break;
            }
        }

        return answers;
    }

    private async Task<IReadOnlyList<KeyedOutcome>> FindAsync(string map, string subject, string[] keys, CancellationToken cancellationToken)
    {
        try
        {
            return await store.FindKeyedAsync(map, subject, keys, cancellationToken);
        }
        catch (Exception failure) when (failure is StoreUnavailableException or StoreCorruptException or StoreFailedException)
        {
            throw Unreadable(map, failure);
        }
    }

    private async Task LoadAsync(string map, CancellationToken cancellationToken)
    {
        var loaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!partitions.Of(map).Post(new LoadWork(map, loaded.SetResult, loaded.SetException))) throw Stopping();
        try
        {
            await loaded.Task.WaitAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is StoreUnavailableException or StoreCorruptException or StoreFailedException or DeposedOwnerException)
        {
            throw Unreadable(map, failure);
        }
    }

    private SyncException Unreadable(string map, Exception failure)
    {
        CallLog.Unreadable(logger, map, failure);
        return failure is StoreCorruptException
            ? new SyncException(new SyncError(ErrorCode.Internal, $"Map {map} can't be read: what the server's store holds of it is damaged."))
            : new SyncException(new SyncError(ErrorCode.Unavailable, $"Map {map} can't be read now.", 1_000));
    }

    private static SyncException Stopping() => new(new SyncError(ErrorCode.Unavailable, "The server is stopping.", 1_000));

    private static WriteNotJudged NotNow(string map)
        => new(new SyncError(ErrorCode.Unavailable, $"The server can't say now whether writes of map {map} are stored; send them again, under the same idempotency keys.", RetryAfterMs));

    private static CallOutcome RefusedByStore(WriteCall call)
        => new(OpResultCode.StoreRefused, 0, "The server's store refused this write.", null, call.Writes.Count > 0 ? call.Writes[0].Write.Key : null);
}
