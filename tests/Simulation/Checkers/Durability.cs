using TopGun.Core.Partitions;
using TopGun.Core.Sync;
using TopGun.Simulation.Server;
using TopGun.Simulation.World;

namespace TopGun.Simulation.Checkers;

/// <summary>Nothing leaves the server before it is durable, and what has left stays: no later commit or restart contradicts it.</summary>
public sealed class Durability(SimulatedWorld world) : Checker(world)
{
    private readonly Dictionary<(string Map, long Version, string Key), RecordChange> _records = [];

    /// <inheritdoc/>
    public override void Committed(PartitionCommit commit, IReadOnlyList<ExecutedBatch> batches)
    {
        foreach (var record in commit.Records)
        {
            if (record.Version <= commit.ExpectedHead || record.Version > commit.NewHead)
                throw Broken($"Record {record.Key} of version {record.Version} in the commit of {commit.ExpectedHead + 1}..{commit.NewHead}.");
            if (!_records.TryAdd((record.Map, record.Version, record.Key), record)) throw Broken($"Version {record.Version} of {record.Map}/{record.Key} was committed twice.");
        }
    }

    /// <inheritdoc/>
    public override void Left(Connection connection, ServerFrame frame)
    {
        switch (frame)
        {
            case OpResults results:
                foreach (var result in results.Results) CheckResult(results, result);
                break;
            case ChangePage page:
                foreach (var record in page.Records) CheckRecord(record);
                CheckCursor(page.To);
                break;
            case CaughtUp caughtUp:
                CheckCursor(caughtUp.At);
                break;
        }
    }

    private void CheckResult(OpResults results, OpResult result)
    {
        var partition = PartitionId.Of(results.Map);
        if (result.Version > World.Store.HeadOf(partition)) throw Broken($"{results.Writer} is told version {result.Version}; durable is {World.Store.HeadOf(partition)}.");
        if (result.Code != OpResultCode.Settled && result.Version > 0 && World.Store.EpochOf(partition, result.Version) != results.Epoch)
            throw Broken($"{results.Writer} is told version {result.Version} of epoch {results.Epoch:x}; it was committed in {World.Store.EpochOf(partition, result.Version):x}.");
    }

    private void CheckRecord(ChangedRecord record)
    {
        foreach (var map in World.Climate.Maps)
            if (_records.TryGetValue((map, record.Version, record.Key), out var known) && record.Bytes.Span.SequenceEqual(known.Bytes)) return;
        throw Broken($"A page has key {record.Key} at version {record.Version}, which was never committed like that.");
    }

    private void CheckCursor(Cursor cursor)
    {
        if (cursor.Version == 0) return;
        if (World.Partitions.All(id => World.Store.HeadOf(id) < cursor.Version || World.Store.EpochOf(id, cursor.Version) != cursor.Epoch))
            throw Broken($"Cursor {cursor} is on no durable history.");
    }
}
