using System.Diagnostics;
using System.Globalization;
using Grpc.Net.Client;

namespace TopGun.LoadGenerator;

/// <summary>One run in which subscribers follow a map that one writer writes: how many changes reach them, and when, and whether all of them do.</summary>
internal static class FanOutRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // What browsers and balancers do: some streams on each connection.
    private const int StreamsPerConnection = 50;

    public static async Task<string> RunAsync(LoadShape shape, int subscribers, int stalled, CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        GrpcChannel[] channels = [.. Enumerable.Range(0, 1 + ((subscribers + stalled + StreamsPerConnection - 1) / StreamsPerConnection)).Select(_ => GrpcChannel.ForAddress(shape.Server))];
        var tally = new Tally();
        var readers = Enumerable.Range(0, subscribers).Select(index => new Subscriber(channels[1 + (index / StreamsPerConnection)], shape, index)).ToArray();
        await Task.WhenAll(readers.Select(reader => reader.BeginAsync(stopping.Token)));
        var idle = ProcessReading.Of(shape.ServerPid);
        var sleepers = Enumerable.Range(subscribers, stalled).Select(index => new Subscriber(channels[1 + (index / StreamsPerConnection)], shape, index)).ToArray();
        await Task.WhenAll(sleepers.Select(sleeper => sleeper.BeginAsync(stopping.Token)));
        Task[] reading = [.. readers.Select(reader => reader.RunAsync(tally, stopping.Token))];

        var writing = new LoadWriter(channels[0], shape, subscribers + stalled, new Tally());
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        var writer = writing.RunAsync(ending.Token);
        await Task.Delay(shape.WarmUp, cancellationToken);
        var before = (Process: ProcessReading.Of(shape.ServerPid), tally.Results, writing.Settled, At: Stopwatch.GetTimestamp());
        tally.IsOn = true;
        await Task.WhenAny(writer, Task.Delay(shape.Measured, cancellationToken));
        tally.IsOn = false;
        var elapsed = Stopwatch.GetElapsedTime(before.At).TotalSeconds;
        var after = (Process: ProcessReading.Of(shape.ServerPid), tally.Results, writing.Settled);
        writing.Stop();
        await writer;

        // All that was written must reach all of them, each change once. Of keys that are written over and over only the last change must.
        var written = (long)writing.Settled;
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience && readers.Any(reader => reader.Version < writing.Version || (shape.Keys == 0 && reader.Events < written));) await Task.Delay(20, cancellationToken);
        var lost = shape.Keys == 0 ? readers.Sum(reader => written - reader.Events) : readers.Count(reader => reader.Version < writing.Version);
        var resident = ProcessReading.Of(shape.ServerPid).ResidentBytes;
        await stopping.CancelAsync();
        await Task.WhenAll(reading).ContinueWith(_ => { }, TaskScheduler.Default);
        foreach (var channel in channels) channel.Dispose();

        var events = after.Results - before.Results;
        var cpu = after.Process.CpuSeconds - before.Process.CpuSeconds;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"subscribers={subscribers} stalled={stalled} writes_per_s={(after.Settled - before.Settled) / elapsed:F0} events_per_s={events / elapsed:F0} p50_ms={tally.QuantileMs(0.5):F2} p99_ms={tally.QuantileMs(0.99):F2} lost={lost} written={written} server_cpu_us_per_event={cpu * 1e6 / Math.Max(1, events):F2} server_cpu_percent={cpu * 100 / elapsed:F0} idle_mb={idle.ResidentBytes >> 20} rss_mb={resident >> 20}");
    }
}
