using TopGun.Client.Replicas;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;

namespace TopGun.Client.Maps;

/// <summary>A write that is in the op log, durably, and on its way to the server. Safe for many threads at once.</summary>
/// <remarks>
/// Nobody needs to wait for it: it is shown already, and is sent, and sent again, until the server has answered. It may be dropped;
/// the op log keeps the write.
/// </remarks>
public sealed class PendingWrite
{
    private readonly LiveReplica _replica;
    private readonly long _position;
    private readonly TaskCompletionSource<WriteResult> _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile LoggedOp _op;

    internal PendingWrite(LiveReplica replica, LoggedOp op)
    {
        _replica = replica;
        _position = op.Position;
        _op = op;
    }

    /// <summary>The map.</summary>
    public string Map => _op.Map;

    /// <summary>The key; of a group the first.</summary>
    public string Key => _op.Writes[0].Write.Key;

    /// <summary>The keys that it writes: more than one if it is a group.</summary>
    public IEnumerable<string> Keys => _op.Keys;

    /// <summary>The writer that numbered it.</summary>
    public WriterId Writer => _op.Writer;

    /// <summary>Its number among the writer's ops on the map, from 1.</summary>
    public long Number => _op.Number;

    /// <summary>Completes when the server has answered, however long that takes; cancelled when the client is disposed of before.</summary>
    /// <remarks>A refused write is a result, not an exception.</remarks>
    public Task<WriteResult> Settled => _settled.Task;

    /// <summary>Gives the write up: it is no longer shown. If it has not reached the server yet, it never comes into effect.</summary>
    /// <remarks>
    /// It counts as pending until the server has answered. Then it is either applied after all, because it was there before, or it
    /// stands in the inbox as <see cref="RejectionCode.GivenUp"/>.
    /// </remarks>
    /// <returns>Whether it was still pending.</returns>
    /// <exception cref="TopGunClientException">The device's storage failed; the write is pending as before.</exception>
    public bool GiveUp()
    {
        var givenUp = _replica.Step((replica, _)
            => replica.FindOp(Map, _position) is { IsSettled: false } op && replica.GiveUp(op.Map, op.Writer, op.Number));
        if (givenUp) _replica.Written();
        return givenUp;
    }

    internal void Settle(SettledOp settled)
    {
        _op = settled.Op;
        _settled.TrySetResult(settled switch
        {
            { Rejection: { } rejection } => new WriteResult(WriteEnding.Rejected, rejection),
            { IsSuperseded: true } => new WriteResult(WriteEnding.Superseded, null),
            _ => new WriteResult(WriteEnding.Applied, null),
        });
    }

    internal void Abandon() => _settled.TrySetCanceled();
}
