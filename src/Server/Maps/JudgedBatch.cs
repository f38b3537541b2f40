using TopGun.Core.Partitions;
using TopGun.Core.Sync;

namespace TopGun.Server.Maps;

/// <summary>A batch that was judged.</summary>
internal sealed record JudgedBatch(BatchWork Work, BatchReceipt Receipt) : JudgedWork
{
    /// <inheritdoc/>
    public override void Answer() => Work.Done(Receipt);

    /// <inheritdoc/>
    public override void NotNow() => NotNow(Work);

    /// <summary>Answers that a batch can't be stored now.</summary>
    public static void NotNow(BatchWork work) => work.Done(NotNow(work.Batch));

    /// <summary>The answer that a batch can't be stored now.</summary>
    public static BatchReceipt NotNow(OpBatch batch)
    {
        const int RetryAfterMs = 500;
        var next = batch.Ops.Count > 0 ? batch.Ops[0].Number : batch.SettledThrough + 1;
        var error = new SyncError(ErrorCode.Unavailable, "The server can't store writes now; nothing was lost.", RetryAfterMs);
        return new BatchReceipt(batch.Map, batch.Writer, null, [], new BatchStopped(batch.Map, batch.Writer, error, next));
    }
}
