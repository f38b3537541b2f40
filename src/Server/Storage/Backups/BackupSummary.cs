namespace TopGun.Server.Storage.Backups;

/// <summary>How much a store or a backup holds.</summary>
/// <param name="Partitions">Partitions that were ever taken.</param>
/// <param name="Maps">Maps.</param>
/// <param name="Records">Records, removed ones that are still remembered too.</param>
/// <param name="Writers">Writers, each once for each map.</param>
/// <param name="Registrations">Resolvers that users have registered.</param>
/// <param name="Keyed">Outcomes of writes under idempotency keys.</param>
/// <param name="Nodes">Node ids that are bound to users.</param>
public readonly record struct BackupSummary(long Partitions, long Maps, long Records, long Writers, long Registrations, long Keyed, long Nodes)
{
    /// <summary>For people.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Maps} maps with {Records} records, {Writers} writers, {Registrations} registered resolvers and {Keyed} keyed writes, in {Partitions} partitions; {Nodes} node ids");

    internal BackupSummary With(SnapshotMap map) => this with
    {
        Maps = Maps + 1,
        Records = Records + map.Map.Records.Count,
        Writers = Writers + map.Map.Writers.Count,
        Registrations = Registrations + map.Map.Registrations.Count,
        Keyed = Keyed + map.Keyed.Count,
    };
}
