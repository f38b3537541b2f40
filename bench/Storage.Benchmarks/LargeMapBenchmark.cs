using System.Diagnostics;
using TopGun.Core.Partitions;
using TopGun.Server.Storage.Sqlite;

namespace TopGun.Storage.Benchmarks;

/// <summary>A large map: how fast it is folded, how fast changes of it are folded, how fast it loads, and how commits fare meanwhile.</summary>
internal static class LargeMapBenchmark
{
    private const string Map = "map";
    private const int OpsPerCommit = 1_000;
    private const int Changes = 100_000;

    public static async Task RunAsync(string directory, int records)
    {
        var path = Path.Combine(directory, "large.db");
        var workload = new Workload(Map, 1);
        await using (var store = await Workload.OpenAsync(path))
        {
            await store.TakeAsync(PartitionId.Of(Map), Workload.Epoch, default);
            await FillAsync(store, workload, records);
            await FoldAsync(store, workload, records);
            await CommitWhileFoldingAsync(store, workload, records);
        }

        var size = new FileInfo(path).Length;
        Console.WriteLine($"File of {records:N0} records: {size / 1e6:N0} MB");
        await using var reopened = await Workload.OpenAsync(path);
        await LoadAsync(reopened);
    }

    private static async Task FillAsync(SqliteStore store, Workload workload, int records)
    {
        var seconds = 0.0;
        while (workload.Head < records)
        {
            for (var i = 0; i < Changes / OpsPerCommit; i++) await store.CommitAsync(workload.Next(OpsPerCommit), default);
            var started = Stopwatch.GetTimestamp();
            await store.FoldAsync();
            seconds += Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        Console.WriteLine($"Fold of new records, {Changes:N0} at a time: {records / seconds:N0} rows/s");
    }

    private static async Task FoldAsync(SqliteStore store, Workload workload, int records)
    {
        var rate = await Median.OfAsync(async _ =>
        {
            for (var i = 0; i < Changes / OpsPerCommit; i++) await store.CommitAsync(workload.Random(OpsPerCommit, records), default);
            var started = Stopwatch.GetTimestamp();
            await store.FoldAsync();
            return Changes / Stopwatch.GetElapsedTime(started).TotalSeconds;
        });
        Console.WriteLine($"Fold of {Changes:N0} random changes of {records:N0} records, with its checkpoints: {rate:N0} rows/s");
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

        var seconds = await Median.OfAsync(async _ =>
        {
            var started = Stopwatch.GetTimestamp();
            await store.LoadAsync(Map, default);
            return Stopwatch.GetElapsedTime(started).TotalSeconds;
        });
        Console.WriteLine($"Load of {count:N0} records: {seconds:F2} s; {kept / 1e6:N0} MB kept, {kept / count} bytes per record; {peak / 1e6:N0} MB with what was not collected yet");
    }
}
