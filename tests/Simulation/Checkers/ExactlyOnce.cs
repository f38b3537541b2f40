using TopGun.Core.Partitions;
using TopGun.Core.Sync;
using TopGun.Simulation.Server;
using TopGun.Simulation.World;

namespace TopGun.Simulation.Checkers;

/// <summary>An op is judged once, its effect takes one version, and whoever asks gets the same result each time.</summary>
public sealed class ExactlyOnce(SimulatedWorld world) : Checker(world)
{
    /// <inheritdoc/>
    public override void Committed(PartitionCommit commit, IReadOnlyList<ExecutedBatch> batches)
    {
        foreach (var writer in commit.Writers)
        {
            var number = writer.Last - writer.Results.Count;
            foreach (var result in writer.Results)
            {
                if (result.Number != ++number) throw Broken($"{writer.Writer} on {writer.Map}: result {result.Number} stands in the place of {number}.");
                if (Ledger.Find(result.OpId) is not { } op) throw Broken($"A result for op {result.OpId:x16}, which nobody logged.");
                if (op.Recorded is { } known) throw Broken($"{op} was judged twice: {known}, then {result}.");
                if (Ledger.ResultOf(writer.Map, writer.Writer, result.Number) is { } other)
                    throw Broken($"{writer.Writer} on {writer.Map}: number {result.Number} was used twice: {other}, then {result}.");
            }
        }
    }

    /// <inheritdoc/>
    public override void Left(Connection connection, ServerFrame frame)
    {
        if (frame is not OpResults results) return;
        foreach (var result in results.Results)
        {
            if (result.Code == OpResultCode.Settled)
            {
                if (result.Number > Ledger.SettledThrough(results.Map, results.Writer))
                    throw Broken($"{results.Writer} on {results.Map}: op {result.Number} got SETTLED, but its result was never confirmed.");
            }
            else if (Ledger.ResultOf(results.Map, results.Writer, result.Number) != result)
            {
                throw Broken($"{connection}: {results.Writer} on {results.Map} is told {result}; recorded is {Ledger.ResultOf(results.Map, results.Writer, result.Number)?.ToString() ?? "nothing"}.");
            }
        }
    }
}
