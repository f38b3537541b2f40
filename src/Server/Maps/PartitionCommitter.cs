using Microsoft.Extensions.Logging;
using TopGun.Core.Partitions;
using TopGun.Server.Storage;

namespace TopGun.Server.Maps;

/// <summary>Brings what a partition has judged into the store and shows it, and drops what does not get there. For its executor alone.</summary>
internal sealed class PartitionCommitter(PartitionId id, OwnedPartition owned, IStore store, PartitionSettings settings, PartitionWatchers watchers, ILogger logger)
{
    // Each client tries again within a second.
    private readonly Outage _outage = new(settings.Clock);
    private long _notCommitted;

    /// <summary>Makes a map ready to be judged, after it is known what became of a commit in doubt.</summary>
    public async ValueTask PrepareAsync(string map)
    {
        await ResolveDoubtAsync();
        await owned.PrepareAsync(map);
    }

    /// <summary>Judges, and commits what that came to. Nothing else was judged since the last commit.</summary>
    public async Task<T> CommitAsync<T>(Func<T> judge)
    {
        var answer = judge();
        if (owned.Partition.Seal(settings.NowMs) is not { } commit) return answer;
        await store.CommitAsync(commit, CancellationToken.None);
        owned.Publish();
        Tell(commit);
        return answer;
    }

    /// <summary>Tells those whom a published commit concerns.</summary>
    public void Tell(PartitionCommit commit)
    {
        if (_outage.Ends() > 0)
        {
            PartitionLog.AvailableAgain(logger, id.Value, _notCommitted);
            _notCommitted = 0;
        }

        watchers.Tell(commit);
        settings.Agenda?.Note(commit);
        if (commit.Rejected.Count > 0) settings.Rejections?.Tell(owned.Partition.Committed, commit.Rejected);
    }

    /// <summary>Drops all that was judged and is not published: this is why.</summary>
    /// <param name="works">How many pieces of work it was.</param>
    /// <param name="failure">The reason.</param>
    public void Fail(int works, Exception failure)
    {
        LogNotCommitted(works, failure);
        if (failure is DeposedOwnerException deposed) owned.StepDown(deposed);
        else if (failure is StoreUnavailableException) owned.Doubt();
        else owned.Discard();
    }

    /// <summary>Writes into the log why work was not committed.</summary>
    public void LogNotCommitted(int works, Exception failure)
    {
        if (failure is DeposedOwnerException) PartitionLog.Deposed(logger, id.Value, failure);
        else if (failure is StoreCorruptException) PartitionLog.Corrupt(logger, id.Value, failure);
        else
        {
            _notCommitted += works;
            if (_outage.Fails()) PartitionLog.CommitUnavailable(logger, id.Value, _notCommitted, failure);
        }
    }

    /// <summary>Asks the store what became of a commit in doubt, if it can be asked.</summary>
    /// <remarks>Not only when the next work comes: a writer may never come again, and its commit may have been stored.</remarks>
    public async Task TryResolveDoubtAsync()
    {
        try
        {
            await ResolveDoubtAsync();
        }
        catch (StoreUnavailableException failure)
        {
            if (_outage.Fails()) PartitionLog.StillInDoubt(logger, id.Value, failure);
        }
    }

    private async ValueTask ResolveDoubtAsync()
    {
        if (!owned.IsInDoubt) return;
        await owned.TakeAsync();
        // Nobody was told of what the commit in doubt did.
        foreach (var map in owned.Loaded)
        {
            watchers.TellAll(map);
            if (owned.Partition.Committed.NextExpiryOf(map) is { } atMs) settings.Agenda?.Note(map, atMs);
        }
    }
}
