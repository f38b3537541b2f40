using TopGun.Core.Access;
using TopGun.Core.Partitions;
using TopGun.Core.Sync;

namespace TopGun.Core.Sessions;

/// <summary>What one user is told of ops that resolvers refused.</summary>
public sealed class RejectionTeller(Principal principal, IMapAccess access)
{
    // A record that hardly fits into a frame would make the frame too large. And of what is told at once all records together take no
    // more: a thousand small ops that are refused for one large record would bring it a thousand times.
    private const int MostCurrentBytes = 1 << 20;

    /// <summary>Whom it tells; the same user may come with other roles.</summary>
    public Principal Principal { get; set; } = principal;

    /// <summary>The frames that belong before some results: one for each refusal among them, in their order.</summary>
    public IEnumerable<MergeRejected> Tell(CommittedPartition partition, string map, WriterId writer, IReadOnlyList<OpResult> results)
    {
        var room = MostCurrentBytes;
        foreach (var result in results)
        {
            if (result.Code is not (OpResultCode.MergeRejected or OpResultCode.ResolverFailed)) continue;
            var told = Tell(partition, map, writer, result, partition.FindRejected(map, writer, result.Number));
            var bytes = told.Current?.Length ?? 0;
            if (bytes > room) told = told with { Current = null };
            else room -= bytes;
            yield return told;
        }
    }

    /// <summary>One refusal.</summary>
    public MergeRejected Tell(CommittedPartition partition, RejectedOp op) => Tell(partition, op.Map, op.Writer, op.Result, op);

    private MergeRejected Tell(CommittedPartition partition, string map, WriterId writer, OpResult result, RejectedOp? op)
    {
        // Not a word of what the key holds to one who may only write; and not the record as it was judged against but as it is now,
        // since that is what the user will have to deal with.
        var current = op is not null && access.Allows(Principal, map, MapAction.Read) ? partition.ReadLive(map, op.Attempted.Key) : null;
        return new MergeRejected(
            map, writer, result.Number, result.OpId, result.Code, result.Reason ?? "", result.Resolver ?? "", op?.At, op?.Attempted,
            current is { Length: <= MostCurrentBytes } ? current : null);
    }
}
