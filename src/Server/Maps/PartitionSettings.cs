using TopGun.Core.Access;
using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Resolvers;
using TopGun.Server.Limits;
using TopGun.Server.Observability;

namespace TopGun.Server.Maps;

/// <summary>What all partitions of a server share.</summary>
/// <param name="Options">The numbers.</param>
/// <param name="Codec">How records are serialised.</param>
/// <param name="Access">Who may do what.</param>
/// <param name="Clock">The server's wall clock.</param>
/// <param name="Resolvers">The rules of the maps; null for none.</param>
/// <param name="Rejections">Is told what resolvers refuse; null for nobody.</param>
/// <param name="Agenda">Is told when records expire; null where nobody removes them.</param>
/// <param name="Strangers">What is recorded for users on maps that they may not write; null for no bound.</param>
/// <param name="Metrics">Counts what is committed; null where nobody counts.</param>
internal sealed record PartitionSettings(
    PartitionOptions Options, IRecordCodec Codec, IMapAccess Access, TimeProvider Clock, IResolverSource? Resolvers = null, RejectionBoard? Rejections = null, MapAgenda? Agenda = null,
    IStrangerBudget? Strangers = null, ServerMetrics? Metrics = null)
{
    /// <summary>Ops that wait to be judged in a partition; from there on no more are taken.</summary>
    public long MaxWaitingOps { get; init; } = long.MaxValue;

    /// <summary>Bytes of ops that wait to be judged in a partition.</summary>
    public long MaxWaitingBytes { get; init; } = long.MaxValue;

    /// <summary>Is told when writes are held back; null where nobody asks.</summary>
    public Pressure? Pressure { get; init; }

    public long NowMs => Clock.GetUtcNow().ToUnixTimeMilliseconds();
}
