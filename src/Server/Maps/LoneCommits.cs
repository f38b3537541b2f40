using Microsoft.Extensions.Logging;
using TopGun.Core.Partitions;
using TopGun.Core.Sync;
using TopGun.Server.Storage;

namespace TopGun.Server.Maps;

/// <summary>Commits work op by op after the store has refused it together: one of the ops can't be stored, and must not block the others (INV-PAR-4).</summary>
internal sealed class LoneCommits(PartitionId id, OwnedPartition owned, PartitionCommitter committer, PartitionSettings settings, ILogger logger)
{
    /// <summary>Judges work anew, each op of it in a commit of its own, and answers it.</summary>
    public Task CommitAsync(JudgedWork judged) => judged switch
    {
        JudgedBatch batch => CommitAsync(batch.Work),
        JudgedUpkeep upkeep => CommitAsync(upkeep.Work),
        _ => CommitAsync(((JudgedCall)judged).Work),
    };

    private async Task CommitAsync(BatchWork work)
    {
        BatchReceipt? receipt = null;
        try
        {
            var batch = work.Batch;
            receipt = await CommitAloneAsync(work, batch with { Ops = [] });
            foreach (var op in batch.Ops)
            {
                receipt = Together(receipt, await CommitAloneAsync(work, batch with { Ops = [op] }));
                if (receipt.Stopped is not null) break;
            }

            work.Done(receipt);
        }
        // Refused: not even the refusal of the op could be stored. Its writer has to wait, the others have not.
        catch (Exception failure) when (failure is StoreUnavailableException or DeposedOwnerException or StoreCorruptException or StoreRefusedException)
        {
            committer.Fail(1, failure);
            work.Done(receipt is null ? JudgedBatch.NotNow(work.Batch) : Together(receipt, JudgedBatch.NotNow(work.Batch)));
        }
    }

    private async Task CommitAsync(CallWork work)
    {
        try
        {
            await committer.PrepareAsync(work.Map);
            (await committer.CommitAsync(() => work.Judge(owned.Partition, settings.NowMs))).Answer();
        }
        catch (Exception failure) when (failure is StoreUnavailableException or DeposedOwnerException or StoreCorruptException or StoreRefusedException)
        {
            committer.Fail(1, failure);
            if (failure is StoreRefusedException) work.Refused();
            else work.NotNow();
        }
    }

    private async Task CommitAsync(UpkeepWork work)
    {
        try
        {
            await committer.PrepareAsync(work.Map);
            await committer.CommitAsync(() =>
            {
                work.Act(owned.Partition, settings.NowMs);
                return true;
            });
            work.Done();
        }
        catch (Exception failure) when (failure is StoreUnavailableException or DeposedOwnerException or StoreCorruptException or StoreRefusedException)
        {
            committer.Fail(1, failure);
            work.NotNow();
        }
    }

    private async Task<BatchReceipt> CommitAloneAsync(BatchWork work, OpBatch alone)
    {
        await committer.PrepareAsync(alone.Map);
        try
        {
            return await committer.CommitAsync(() => owned.Partition.Execute(alone, work.Principal, settings.NowMs));
        }
        catch (StoreRefusedException refused) when (alone.Ops.Count > 0)
        {
            PartitionLog.OpRefusedByStore(logger, id.Value, alone.Writer.ToString(), alone.Ops[0].Number, refused);
            owned.Discard();
            return await committer.CommitAsync(() => owned.Partition.Refuse(alone, new OpFault(OpResultCode.StoreRefused, "The server's store refused this op.")));
        }
    }

    private static BatchReceipt Together(BatchReceipt first, BatchReceipt second) => second with
    {
        RepeatFrom = first.RepeatFrom ?? second.RepeatFrom,
        Unrecorded = [.. first.Unrecorded, .. second.Unrecorded],
    };
}
