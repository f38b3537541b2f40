using TopGun.Core.Access;
using TopGun.Core.Partitions;
using TopGun.Core.Sync;
using TopGun.Simulation.World;

namespace TopGun.Simulation.Server;

/// <summary>The executor around one partition: does in single steps what the real one does in one loop, so that anything can happen in between.</summary>
/// <remarks>
/// Queue -> Execute -> Seal -> store -> Publish -> answer. While a commit is on its way further batches are judged on top of it.
/// </remarks>
public sealed class PartitionOwner
{
    private readonly SimServer _server;
    private readonly Queue<(Connection From, OpBatch Batch)> _queue = new();
    private readonly Queue<(Connection To, BatchReceipt Receipt)> _answers = new();
    private List<ExecutedBatch> _open = [];
    private List<ExecutedBatch> _sealed = [];
    private PartitionCommit? _commit;
    private bool _isStored;

    /// <summary>Takes a partition over.</summary>
    public PartitionOwner(SimServer server, PartitionId id)
    {
        _server = server;
        Partition = Take(id);
    }

    /// <summary>The partition.</summary>
    public Partition Partition { get; private set; }

    /// <summary>Whether nothing waits.</summary>
    public bool IsIdle => DueMap is null && _queue.Count == 0 && _open.Count == 0 && _sealed.Count == 0 && _answers.Count == 0;

    /// <summary>Takes a batch that has arrived.</summary>
    public void Enqueue(Connection from, OpBatch batch) => _queue.Enqueue((from, batch));

    /// <summary>Does one of the steps that can be done now.</summary>
    public void Step()
    {
        List<Action> steps = [];
        if (_queue.Count > 0) steps.Add(() => Execute(_queue.Peek().From, _queue.Dequeue().Batch));
        // First of all in its commit, so that a checker knows its place.
        if (!Partition.HasOpenWork && _server.Dice.Percent(20)) steps.Add(Collect);
        if (DueMap is { } due) steps.Add(() => Expire(due));
        if (!Partition.IsCommitting && Partition.HasOpenWork) steps.Add(Seal);
        if (_commit is not null && !_isStored) steps.Add(Store);
        if (_isStored) steps.Add(Publish);
        if (_answers.Count > 0) steps.Add(Answer);
        if (steps.Count > 0) _server.Dice.Pick(steps)();
    }

    /// <summary>The process dies; a commit on its way may still arrive at the disk.</summary>
    public void Crash()
    {
        if (_commit is { } commit && !_isStored && !_server.IsPoison(commit) && _server.Dice.Percent(50)) _server.Durable(commit, _sealed);
    }

    private void Execute(Connection from, OpBatch batch)
    {
        if (_server.World.Sabotage == Sabotage.NoDuplicateDetection) JudgeAgain(from, batch);
        var receipt = Partition.Execute(batch, _server.PrincipalOf(from.Subject), _server.NowMs);
        _server.World.Trace($"{from}: judged {batch.Map} {batch.Writer.Suffix[..3]} {Show(batch)}{(receipt.Stopped is { } stop ? $", stopped: {stop.Error.Code} next {stop.NextNumber}" : "")}");
        _open.Add(new ExecutedBatch(from, batch, receipt, _server.NowMs, _server.Rules.DeniedOn(batch.Map), false));
    }

    private string? DueMap => _server.MapsOf(Partition.Id).FirstOrDefault(map => Partition.Committed.NextExpiryOf(map) <= _server.NowMs);

    private void Collect() => Partition.Collect(_server.Dice.Pick(_server.MapsOf(Partition.Id).ToList()), _server.NowMs, 1 + _server.Dice.Below(4));

    private void Expire(string map)
    {
        var expired = Partition.Expire(map, _server.NowMs, 1 + _server.Dice.Below(3));
        if (expired.Count == 0) return;
        _server.World.Trace($"{map}: expired [{string.Join(' ', expired)}]");
        var nobody = new WriterId("nobody", "x");
        var nothing = new OpBatch(map, nobody, 0, 0, []);
        _open.Add(new ExecutedBatch(null!, nothing, new BatchReceipt(map, nobody, null, [], null), _server.NowMs, default, false) { Expired = expired });
    }

    // What the server would do if it did not look at numbers. It has no switch for that, so a repeated op comes under a number that
    // it does not know. Then it comes once more as it was, so that its device gets its answer and the world goes on.
    private void JudgeAgain(Connection from, OpBatch batch)
    {
        Op[] repeated = [.. batch.Ops.Where(op => _server.World.Ledger.ResultOf(batch.Map, batch.Writer, op.Number) is not null)];
        if (repeated.Length == 0) return;

        var again = batch with
        {
            Writer = batch.Writer with { Suffix = $"x{_server.Dice.Bits() % 1_000_000}" },
            SettledThrough = 0,
            Ops = [.. repeated.Select((op, i) => op with { Number = i + 1, Writes = [.. op.Writes.Select(part => part with { After = null })] })],
        };
        var receipt = Partition.Execute(again, _server.PrincipalOf(from.Subject), _server.NowMs);
        _open.Add(new ExecutedBatch(from, again, receipt, _server.NowMs, _server.Rules.DeniedOn(batch.Map), false));
    }

    private void Seal()
    {
        _commit = Partition.Seal(_server.NowMs);
        _sealed = _open;
        _open = [];
        if (_commit is null) AnswerSealed();
    }

    private void Store()
    {
        var commit = _commit!;
        if (_server.IsPoison(commit))
        {
            _server.World.Trace($"store refuses commit to {commit.NewHead}");
            OneByOne();
        }
        else if (_server.DrawOutcome() is var outcome and not CommitOutcome.Stored)
        {
            _server.World.Trace($"commit to {commit.NewHead} is in doubt: {outcome}");
            if (outcome == CommitOutcome.StoredUnanswered) _server.Durable(commit, _sealed);
            Retake();
        }
        else
        {
            _server.Durable(commit, _sealed);
            _isStored = true;
        }
    }

    private void Publish()
    {
        Partition.Publish();
        _server.World.Trace($"published to {Partition.Committed.Head}");
        _commit = null;
        _isStored = false;
        AnswerSealed();
    }

    private void Answer()
    {
        var (to, receipt) = _answers.Dequeue();
        if (!to.IsClosed) to.Session!.Answer(receipt);
    }

    private void AnswerSealed()
    {
        foreach (var executed in _sealed.Where(executed => executed.Expired is null)) _answers.Enqueue((executed.From, executed.Receipt));
        _sealed = [];
    }

    // The outcome is in doubt: only the store knows. What was judged falls, and its senders are told to send again.
    private void Retake()
    {
        foreach (var executed in _sealed.Concat(_open).Where(executed => executed.Expired is null))
            _answers.Enqueue((executed.From, new BatchReceipt(
                executed.Batch.Map, executed.Batch.Writer, null, [],
                new BatchStopped(
                    executed.Batch.Map, executed.Batch.Writer,
                    new SyncError(ErrorCode.Unavailable, "The store did not answer.", 20),
                    executed.Batch.Ops.Count > 0 ? executed.Batch.Ops[0].Number : 1))));
        _sealed = [];
        _open = [];
        _commit = null;
        Partition = Take(Partition.Id);
    }

    // Whose fault it is shows when each op is committed alone; the one that fails alone is refused for good.
    private void OneByOne()
    {
        Partition.Discard();
        // What has expired is found again.
        ExecutedBatch[] again = [.. _sealed.Concat(_open).Where(executed => executed.Expired is null)];
        _sealed = [];
        _open = [];
        _commit = null;
        foreach (var executed in again)
        {
            var whole = executed.Batch;
            if (whole.Ops.Count == 0) CommitAlone(executed.From, whole);
            foreach (var op in whole.Ops)
                if (!CommitAlone(executed.From, whole with { Ops = [op] })) break;
        }
    }

    // Whether the batch may go on.
    private bool CommitAlone(Connection from, OpBatch single)
    {
        Execute(from, single);
        var executed = _open[0];
        var commit = Partition.Seal(_server.NowMs);
        _open = [];
        if (commit is not null && _server.IsPoison(commit))
        {
            Partition.Discard();
            var receipt = Partition.Refuse(single, new OpFault(OpResultCode.StoreRefused, "The store refuses this op."));
            executed = executed with { Receipt = receipt, IsRefusal = true };
            commit = Partition.Seal(_server.NowMs);
        }

        if (commit is not null)
        {
            _server.Durable(commit, [executed]);
            Partition.Publish();
        }

        _answers.Enqueue((from, executed.Receipt));
        return executed.Receipt.Stopped is null;
    }

    private Partition Take(PartitionId id)
    {
        var epoch = _server.Dice.Bits() | 1;
        var partition = new Partition(id, _server.Store.Take(id, epoch), epoch, _server.Options, _server.Codec, _server.Rules);
        foreach (var map in _server.MapsOf(id)) partition.Load(_server.Store.Load(map));
        return partition;
    }

    private static string Show(OpBatch batch)
        => batch.Ops.Count == 0 ? $"settled {batch.SettledThrough}" : $"{batch.Ops[0].Number}..{batch.Ops[^1].Number} (settled {batch.SettledThrough})";
}
