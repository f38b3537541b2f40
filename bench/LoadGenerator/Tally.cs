using System.Diagnostics;

namespace TopGun.LoadGenerator;

/// <summary>Counts results and the times that batches took, while it is switched on.</summary>
internal sealed class Tally
{
    private readonly List<long> _latencies = new(1 << 16);
    private readonly Lock _gate = new();
    private long _results;

    /// <summary>All results that came, measured or not.</summary>
    public long Results => Interlocked.Read(ref _results);

    public bool IsOn { get; set; }

    public void Batch(int results, long sentAt)
    {
        Interlocked.Add(ref _results, results);
        if (!IsOn) return;
        var took = Stopwatch.GetTimestamp() - sentAt;
        lock (_gate) _latencies.Add(took);
    }

    /// <summary>A quantile of the measured times, in milliseconds.</summary>
    public double QuantileMs(double quantile)
    {
        lock (_gate)
        {
            if (_latencies.Count == 0) return 0;
            _latencies.Sort();
            return _latencies[(int)(quantile * (_latencies.Count - 1))] * 1_000.0 / Stopwatch.Frequency;
        }
    }
}
