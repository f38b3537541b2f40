using TopGun.Core.Partitions;

namespace TopGun.Server.Storage.Sqlite;

/// <summary>A partition of a backup that waits to become durable.</summary>
internal sealed class RestoreRequest(PartitionId partition, StoredPartition state) : WriteRequest
{
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when it is durable.</summary>
    public Task Answer => _answer.Task;

    /// <inheritdoc/>
    public override void Apply(StoreTables tables) => tables.Partitions.Restore(partition, state);

    /// <inheritdoc/>
    protected override void AnswerDone() => _answer.SetResult();

    /// <inheritdoc/>
    protected override void AnswerFailed(Exception error) => _answer.SetException(error);
}
