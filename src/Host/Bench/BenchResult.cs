using System.Globalization;

namespace TopGun.Host.Bench;

/// <summary>What a run came to.</summary>
/// <param name="Writes">Writes that are durable.</param>
/// <param name="Refusals">Calls that were held back, and made again after the time that the server named.</param>
/// <param name="Time">How long it took.</param>
/// <param name="Latencies">How long each call took that was answered, shortest first.</param>
internal sealed record BenchResult(long Writes, long Refusals, TimeSpan Time, IReadOnlyList<TimeSpan> Latencies)
{
    /// <summary>The line for people.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Writes:N0} durable writes in {Time.TotalSeconds:0.0} s: {Writes / Time.TotalSeconds:N0} a second; a call took {At(0.5):0.0} ms in the middle, {At(0.99):0.0} ms at 99 %; held back {Refusals:N0} times.");

    private double At(double part) => Latencies.Count == 0 ? 0 : Latencies[(int)Math.Min(Latencies.Count - 1, Latencies.Count * part)].TotalMilliseconds;
}
