namespace TopGun.Server.Storage.Sqlite;

/// <summary>A binding of a node id that waits to become durable.</summary>
internal sealed class BindRequest(string nodeId, string subject) : WriteRequest
{
    private readonly TaskCompletionSource<string> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _bound = "";

    /// <summary>Completes with the user to whom it is bound.</summary>
    public Task<string> Answer => _answer.Task;

    /// <inheritdoc/>
    public override void Apply(StoreTables tables) => _bound = tables.Nodes.Bind(nodeId, subject);

    /// <inheritdoc/>
    protected override void AnswerDone() => _answer.SetResult(_bound);

    /// <inheritdoc/>
    protected override void AnswerFailed(Exception error) => _answer.SetException(error);
}
