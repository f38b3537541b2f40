using TopGun.Core.Partitions;
using TopGun.Server.Storage.Forms;

namespace TopGun.Server.Storage.Sqlite;

/// <summary>A commit that waits to become durable.</summary>
internal sealed class CommitRequest : WriteRequest
{
    private const int BytesPerRecord = 128;
    private const int BytesPerCommit = 256;

    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PartitionCommit _commit;
    private readonly ByteWriter _body;
    private DeposedOwnerException? _deposed;
    private long _number;

    /// <summary>Encodes the commit, on the caller's thread: the writer's is the one that all wait for.</summary>
    /// <exception cref="StoreRefusedException">It has text that is not Unicode, or is too large for any store.</exception>
    public CommitRequest(PartitionCommit commit)
    {
        _commit = commit;
        _body = new ByteWriter(BytesPerCommit + (BytesPerRecord * commit.Records.Count));
        try
        {
            StoredForms.WriteCommit(_body, commit);
        }
        catch (Exception error) when (error is ArgumentException or OverflowException)
        {
            _body.Dispose();
            throw new StoreRefusedException($"A commit of partition {commit.Partition.Value} can't be written: a text in it is not Unicode, or it is beyond 2 GB ({error.Message})", error);
        }
    }

    /// <summary>Completes when the commit is durable.</summary>
    public Task Answer => _answer.Task;

    /// <inheritdoc/>
    public override int Bytes => _body.Length;

    /// <inheritdoc/>
    public override void Apply(StoreTables tables)
    {
        _deposed = tables.Partitions.Advance(_commit);
        if (_deposed is null) _number = tables.Log.Append(_body.Written);
    }

    /// <inheritdoc/>
    public override void Publish_NeedsLock(LogTail tail)
    {
        if (_deposed is null) tail.Add_NeedsLock(_number, _commit, _body.Length);
    }

    /// <inheritdoc/>
    protected override void AnswerDone()
    {
        _body.Dispose();
        if (_deposed is null) _answer.SetResult();
        else _answer.SetException(_deposed);
    }

    /// <inheritdoc/>
    protected override void AnswerFailed(Exception error)
    {
        _body.Dispose();
        _answer.SetException(error);
    }
}
