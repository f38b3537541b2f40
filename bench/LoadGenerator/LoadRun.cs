using System.Diagnostics;
using System.Globalization;
using Grpc.Net.Client;

namespace TopGun.LoadGenerator;

/// <summary>One run: streams are opened, warmed up, and measured.</summary>
internal static class LoadRun
{
    public static async Task<string> RunAsync(LoadShape shape, CancellationToken cancellationToken)
    {
        using var channel = GrpcChannel.ForAddress(shape.Server);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var tally = new Tally();
        Task[] writers = [.. Enumerable.Range(0, shape.Connections).Select(index => new LoadWriter(channel, shape, index, tally).RunAsync(stopping.Token))];

        if (shape.Records > 0) return await FillAsync(shape, tally, writers, stopping);

        await WaitAsync(shape.WarmUp, writers, cancellationToken);
        var before = (Process: ProcessReading.Of(shape.ServerPid), tally.Results, At: Stopwatch.GetTimestamp());
        tally.IsOn = true;
        await WaitAsync(shape.Measured, writers, cancellationToken);
        tally.IsOn = false;
        var elapsed = Stopwatch.GetElapsedTime(before.At).TotalSeconds;
        var results = tally.Results - before.Results;
        var after = ProcessReading.Of(shape.ServerPid);
        await stopping.CancelAsync();
        await Task.WhenAll(writers).ContinueWith(_ => { }, TaskScheduler.Default);

        var cpu = after.CpuSeconds - before.Process.CpuSeconds;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"connections={shape.Connections} batch={shape.BatchOps} in_flight={shape.InFlight} keys={(shape.Keys == 0 ? "new" : shape.Keys)} results_per_s={results / elapsed:F0} p50_ms={tally.QuantileMs(0.5):F2} p99_ms={tally.QuantileMs(0.99):F2} server_cpu_us_per_op={cpu * 1e6 / Math.Max(1, results):F1} server_cpu_percent={cpu * 100 / elapsed:F0} rss_mb={after.ResidentBytes >> 20}");
    }

    private static async Task<string> FillAsync(LoadShape shape, Tally tally, Task[] writers, CancellationTokenSource stopping)
    {
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(writers);
        var elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await stopping.CancelAsync();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"filled={tally.Results} seconds={elapsed:F1} results_per_s={tally.Results / elapsed:F0} rss_mb={ProcessReading.Of(shape.ServerPid).ResidentBytes >> 20}");
    }

    private static async Task WaitAsync(TimeSpan time, Task[] writers, CancellationToken cancellationToken)
    {
        var failed = Task.WhenAny(writers);
        var waited = Task.Delay(time, cancellationToken);
        if (await Task.WhenAny(failed, waited) == failed) await await failed;
        await waited;
    }
}
