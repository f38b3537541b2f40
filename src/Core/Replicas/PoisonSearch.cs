using TopGun.Core.Sync;

namespace TopGun.Core.Replicas;

/// <summary>Finds an op at which the server ends the stream, among those that were on their way when it did.</summary>
/// <remarks>
/// Whatever is wrong with it, it stood at the head of every batch, and nothing behind it would ever arrive. So after the second end
/// only half as many ops as were on their way are sent at once, with nothing else on its way, and half of that after the
/// next; an op that was alone when the stream ended twice or more is the one, and is given up.
/// It outlives streams, and not the process: the next one searches again. What only the network did is not held against an op.
/// </remarks>
internal sealed class PoisonSearch
{
    private readonly Dictionary<(string Map, WriterId Writer), Doubt> _doubts = [];
    private readonly HashSet<ulong> _found = [];

    /// <summary>Whether any ops are in doubt: then each batch waits for the results of the one before.</summary>
    public bool IsOn => _doubts.Count > 0;

    /// <summary>Whether the server told by an error that something it was sent is wrong, or was too much for it.</summary>
    public static bool IsFault(SyncError error) => error.Code is ErrorCode.InvalidFrame or ErrorCode.LimitExceeded or ErrorCode.Internal;

    /// <summary>How many ops of a writer on a map may be on their way.</summary>
    public long MostOps(string map, WriterId writer) => _doubts.TryGetValue((map, writer), out var doubt) ? doubt.MostOps : long.MaxValue;

    /// <summary>Whether an op was given up because the server ended the stream at it.</summary>
    public bool IsFound(LoggedOp op) => _found.Contains(op.OpId);

    /// <summary>The results of a writer's ops have come up to a number: those are not in doubt any more.</summary>
    public void Clear(string map, WriterId writer, long through)
    {
        if (_doubts.TryGetValue((map, writer), out var doubt) && doubt.Through <= through) _doubts.Remove((map, writer));
    }

    /// <summary>The server has ended the stream by a fault.</summary>
    /// <param name="sent">The ops that were on their way, by map and writer.</param>
    /// <returns>The op that is the reason, or null while it is not known.</returns>
    public LoggedOp? Blame(IReadOnlyList<(string Map, WriterId Writer, IReadOnlyList<LoggedOp> Ops)> sent)
    {
        foreach (var (map, writer, ops) in sent)
        {
            var ends = _doubts.GetValueOrDefault((map, writer)) is { } known ? known.Ends + 1 : 1;
            if (ends > 1 && sent.Count == 1 && ops is [{ IsGivenUp: false } single])
            {
                _doubts.Remove((map, writer));
                _found.Add(single.OpId);
                return single;
            }

            var most = ends > 1 ? Math.Max(1, ops.Count / 2) : ops.Count;
            _doubts[(map, writer)] = new Doubt(ends, most, ops[^1].Number);
        }

        return null;
    }

    private sealed record Doubt(int Ends, long MostOps, long Through);
}
