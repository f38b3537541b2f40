using System.Diagnostics;
using TopGun.Core.Partitions;
using TopGun.Server.Storage.Sqlite;

namespace TopGun.Storage.Benchmarks;

/// <summary>A large map: how fast changes of it are folded, how commits fare meanwhile, and how fast it loads.</summary>
internal static class LargeMapBenchmark
{
    private const string Map = "map";
    private const int OpsPerCommit = 1_000;
    private const int Changes = 100_000;

    private static int _filled;

    public static async Task RunAsync(string directory, int records)
    {
        var path = Path.Combine(directory, "large.db");
        var workload = new Workload(Map, 1);
        await using (var store = await Workload.OpenAsync(path))
        {
            await store.TakeAsync(PartitionId.Of(Map), Workload.Epoch, default);
            await FillAsync(store, workload, Changes);
            await FoldAsync(store, workload);
            await FillAsync(store, workload, records);
            await FoldAsync(store, workload);
            await CommitWhileFoldingAsync(store, workload, records);
        }

        var size = new FileInfo(path).Length;
        Console.WriteLine($"File of {records:N0} records: {size / 1e6:N0} MB");
        await using var reopened = await Workload.OpenAsync(path);
        await LoadAsync(reopened);
    }

    private static async Task FillAsync(SqliteStore store, Workload workload, int records)
    {
        while (_filled < records)
        {
            for (var i = 0; i < Changes / OpsPerCommit; i++, _filled += OpsPerCommit) await store.CommitAsync(workload.Next(OpsPerCommit, _filled), default);
            await store.FoldAsync();
        }
    }

    private static async Task FoldAsync(SqliteStore store, Workload workload)
    {
        var processor = TimeSpan.Zero;
        var rate = await Median.OfAsync(async _ =>
        {
            for (var i = 0; i < Changes / OpsPerCommit; i++) await store.CommitAsync(workload.Random(OpsPerCommit, _filled), default);
            var used = Environment.CpuUsage.TotalTime;
            var started = Stopwatch.GetTimestamp();
            await store.FoldAsync();
            var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
            processor += Environment.CpuUsage.TotalTime - used;
            return Changes / elapsed;
        });
        var micros = processor.TotalMicroseconds / Median.Runs / Changes;
        Console.WriteLine($"Fold of {Changes:N0} random changes of {_filled:N0} records, with its checkpoints: {rate:N0} rows/s, {micros:F1} us of processor time per row");
    }

    private static async Task CommitWhileFoldingAsync(SqliteStore store, Workload workload, int records)
    {
        var times = new List<double>();
        for (var i = 0; i < Changes / OpsPerCommit; i++) await store.CommitAsync(workload.Random(OpsPerCommit, records), default);
        store.MarkFoldDue();
        for (var i = 0; i < 200; i++)
        {
            var commit = workload.Random(100, records);
            var started = Stopwatch.GetTimestamp();
            await store.CommitAsync(commit, default);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine($"100-op commits while a fold runs: median {times[100]:F1} ms, 95 % {times[190]:F1} ms, worst {times[^1]:F1} ms");
    }

    private static async Task LoadAsync(SqliteStore store)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var first = await store.LoadAsync(Map, default);
        var peak = GC.GetTotalMemory(forceFullCollection: false) - before;
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        var count = first.Records.Count;
        GC.KeepAlive(first);

        var processor = TimeSpan.Zero;
        var seconds = await Median.OfAsync(async _ =>
        {
            var used = Environment.CpuUsage.TotalTime;
            var started = Stopwatch.GetTimestamp();
            await store.LoadAsync(Map, default);
            processor += Environment.CpuUsage.TotalTime - used;
            return Stopwatch.GetElapsedTime(started).TotalSeconds;
        });
        Console.WriteLine($"Load of {count:N0} records: {seconds:F2} s, {processor.TotalSeconds / Median.Runs:F2} s of processor time; {kept / 1e6:N0} MB kept, {kept / count} bytes per record; {peak / 1e6:N0} MB with what was not collected yet");
    }
}
