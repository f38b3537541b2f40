using TopGun.Core.Partitions;

namespace TopGun.Server.Storage.Sqlite;

/// <summary>A take-over that waits to become durable. It stands in one line with the commits, so none is in doubt behind it.</summary>
internal sealed class TakeRequest(PartitionId partition, ulong epoch) : WriteRequest
{
    private readonly TaskCompletionSource<StoredPartition> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StoredPartition _stored = StoredPartition.Empty;

    /// <summary>Completes with the partition as it was committed last.</summary>
    public Task<StoredPartition> Answer => _answer.Task;

    /// <inheritdoc/>
    public override void Apply(StoreTables tables) => _stored = tables.Partitions.Take(partition, epoch);

    /// <inheritdoc/>
    protected override void AnswerDone() => _answer.SetResult(_stored);

    /// <inheritdoc/>
    protected override void AnswerFailed(Exception error) => _answer.SetException(error);
}
