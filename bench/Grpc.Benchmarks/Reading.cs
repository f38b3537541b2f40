using System.Diagnostics;
using System.Globalization;
using Grpc.Net.Client;
using TopGun.Grpc.Benchmarks.Protos;

namespace TopGun.Grpc.Benchmarks;

/// <summary>What one round of a scenario cost, by message.</summary>
/// <param name="PerSecond">Messages, or calls, in a second.</param>
/// <param name="ClientBytes">Bytes that the client allocated.</param>
/// <param name="ServerBytes">Bytes that the server allocated.</param>
/// <param name="ClientUs">Microseconds of the processor in the client.</param>
/// <param name="ServerUs">Microseconds of the processor in the server.</param>
internal sealed record Reading(double PerSecond, double ClientBytes, double ServerBytes, double ClientUs, double ServerUs)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(1);

    /// <summary>Plays a scenario once.</summary>
    public static async Task<Reading> TakeAsync(string address, Scenario scenario)
    {
        using var channel = GrpcChannel.ForAddress(address);
        using var measuring = GrpcChannel.ForAddress(address);
        var (client, meter) = (new EchoService.EchoServiceClient(channel), new EchoService.EchoServiceClient(measuring));
        using var end = new CancellationTokenSource();
        long count = 0;
        var lanes = Enumerable.Range(0, scenario.Lanes)
            .Select(_ => Task.Run(() => scenario.Lane(client, () => Interlocked.Increment(ref count), end.Token))).ToArray();
        await Task.Delay(WarmUp);
        var (theirs, ours, before, start) = (await meter.MeasureAsync(new Parcel()), EchoServer.Now(), Interlocked.Read(ref count), Stopwatch.GetTimestamp());
        await Task.Delay(Measured);
        var (elapsed, after) = (Stopwatch.GetElapsedTime(start), Interlocked.Read(ref count));
        var (oursAfter, theirsAfter) = (EchoServer.Now(), await meter.MeasureAsync(new Parcel()));
        await end.CancelAsync();
        await Task.WhenAll(lanes);
        double messages = after - before;
        return new(
            messages / elapsed.TotalSeconds,
            (oursAfter.AllocatedBytes - ours.AllocatedBytes) / messages,
            (theirsAfter.AllocatedBytes - theirs.AllocatedBytes) / messages,
            (oursAfter.ProcessorUs - ours.ProcessorUs) / messages,
            (theirsAfter.ProcessorUs - theirs.ProcessorUs) / messages);
    }

    /// <summary>The medians of some rounds as a row of a table.</summary>
    public static string Summary(IReadOnlyList<Reading> readings) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Median(readings, r => r.PerSecond):N0} ({readings.Min(r => r.PerSecond):N0} to {readings.Max(r => r.PerSecond):N0}) | {Median(readings, r => r.ClientBytes):N0} / {Median(readings, r => r.ServerBytes):N0} | {Median(readings, r => r.ClientUs):N1} / {Median(readings, r => r.ServerUs):N1}");

    private static double Median(IReadOnlyList<Reading> readings, Func<Reading, double> of) => readings.Select(of).Order().ElementAt(readings.Count / 2);
}
