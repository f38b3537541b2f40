using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using TopGun.Core.Partitions;
using TopGun.Server.Storage.Sqlite;

namespace TopGun.Storage.Benchmarks;

/// <summary>How fast commits become durable: one after the other, and of many partitions at once.</summary>
internal static class CommitBenchmark
{
    private const int WarmUpCommits = 80;

    public static async Task RunAsync(string directory, int opsPerCommit, int commits)
    {
        var bytes = 0L;
        var seconds = await Median.OfAsync(async run =>
        {
            var workload = new Workload("map", run);
            await using var store = await Workload.OpenAsync(Path.Combine(directory, $"commit-{opsPerCommit}-{run}.db"));
            await store.TakeAsync(PartitionId.Of("map"), Workload.Epoch, default);
            // Until SQLite's log has been begun anew: from then on it is written in place, which is how a server runs.
            for (var i = 0; i < WarmUpCommits; i++) await store.CommitAsync(workload.Random(1_000, 100_000), default);
            var prepared = Enumerable.Range(0, commits).Select(_ => workload.Random(opsPerCommit, 100_000)).ToArray();

            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            var started = Stopwatch.GetTimestamp();
            foreach (var commit in prepared) await store.CommitAsync(commit, default);
            var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
            bytes = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / (commits * opsPerCommit);
            return elapsed;
        });

        Console.WriteLine(
            $"{opsPerCommit,5} ops per commit, one after the other: {1000 * seconds / commits:F3} ms per commit, {commits / seconds:N0} commits/s, {commits * opsPerCommit / seconds:N0} ops/s, {bytes} bytes allocated per op");
    }

    /// <summary>Commits without a pause, so that folds must keep up.</summary>
    public static async Task RunSustainedAsync(string directory, int opsPerCommit, int keys, TimeSpan duration)
    {
        var workload = new Workload("map", 1);
        await using var store = await SqliteStore.OpenAsync(
            new SqliteStoreOptions { Path = Path.Combine(directory, "sustained.db") }, TimeProvider.System, NullLogger<SqliteStore>.Instance);
        await store.TakeAsync(PartitionId.Of("map"), Workload.Epoch, default);

        var times = new List<double>();
        var total = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(total) < duration)
        {
            var commit = workload.Random(opsPerCommit, keys);
            var started = Stopwatch.GetTimestamp();
            await store.CommitAsync(commit, default);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        var rate = workload.Head / Stopwatch.GetElapsedTime(total).TotalSeconds;
        times.Sort();
        Console.WriteLine(
            $"{opsPerCommit,5} ops per commit on {keys:N0} keys, for {duration.TotalSeconds} s, folds too: {rate:N0} ops/s; a commit takes {times[times.Count / 2]:F2} ms, 99 % {times[times.Count * 99 / 100]:F1} ms, worst {times[^1]:F0} ms");
    }

    public static async Task RunManyPartitionsAsync(string directory, int partitions, int opsPerCommit, int commits)
    {
        var maps = Enumerable.Range(0, int.MaxValue).Select(number => $"map{number}").DistinctBy(PartitionId.Of).Take(partitions).ToArray();
        var seconds = await Median.OfAsync(async run =>
        {
            await using var store = await Workload.OpenAsync(Path.Combine(directory, $"many-{run}.db"));
            foreach (var map in maps) await store.TakeAsync(PartitionId.Of(map), Workload.Epoch, default);
            var prepared = maps.Select(map => (Workload: new Workload(map, run), Commits: new PartitionCommit[commits])).ToArray();
            foreach (var (workload, made) in prepared)
                for (var i = 0; i < commits; i++) made[i] = workload.Random(opsPerCommit, 10_000);

            var started = Stopwatch.GetTimestamp();
            await Task.WhenAll(prepared.Select(each => Task.Run(async () =>
            {
                foreach (var commit in each.Commits) await store.CommitAsync(commit, default);
            })));
            return Stopwatch.GetElapsedTime(started).TotalSeconds;
        });

        Console.WriteLine(
            $"{opsPerCommit,5} ops per commit, {partitions} partitions at once: {partitions * commits / seconds:N0} commits/s, {partitions * commits * opsPerCommit / seconds:N0} ops/s");
    }
}
