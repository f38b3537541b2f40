using System.Diagnostics;
using System.Globalization;

namespace TopGun.LoadGenerator;

/// <summary>Counts what becomes of calls, while it is switched on, and how long each waited for its answer.</summary>
internal sealed class CallTally
{
    private readonly Lock _gate = new();
    private readonly List<double> _taken = new(1 << 18);
    private readonly List<double> _heldBack = new(1 << 18);
    private readonly List<long> _seconds = [];
    private long _since;
    private double _longestWaiting;
    private bool _isOn;

    public long Offered { get; private set; }

    public long Durable { get; private set; }

    public long WithoutTime { get; private set; }

    public long Failed { get; private set; }

    public void Begin()
    {
        lock (_gate) (_isOn, _since) = (true, Stopwatch.GetTimestamp());
    }

    public void End()
    {
        lock (_gate) _isOn = false;
    }

    public void Offer()
    {
        lock (_gate)
            if (_isOn) Offered++;
    }

    public void Take(int writes, TimeSpan waited)
    {
        lock (_gate)
        {
            if (!_isOn) return;
            Durable += writes;
            _taken.Add(waited.TotalMilliseconds);
            var second = (int)Stopwatch.GetElapsedTime(_since).TotalSeconds;
            while (_seconds.Count <= second) _seconds.Add(0);
            _seconds[second] += writes;
        }
    }

    public void HoldBack(TimeSpan waited, bool saysWhen)
    {
        lock (_gate)
        {
            if (!_isOn) return;
            _heldBack.Add(waited.TotalMilliseconds);
            if (!saysWhen) WithoutTime++;
        }
    }

    /// <summary>A caller has waited for so long when the run ends, and was not served.</summary>
    public void LeaveWaiting(TimeSpan waited)
    {
        lock (_gate) _longestWaiting = Math.Max(_longestWaiting, waited.TotalMilliseconds);
    }

    public void Fail(string why)
    {
        lock (_gate)
        {
            if (!_isOn) return;
            // The first says what is wrong with all of them, most of the time.
            if (Failed++ == 0) Console.Error.WriteLine(why);
        }
    }

    /// <summary>What was counted, as words.</summary>
    public string Line(double seconds, double cpuSeconds)
    {
        lock (_gate)
        {
            _taken.Sort();
            _heldBack.Sort();
            return string.Create(CultureInfo.InvariantCulture, $"offered_per_s={Offered / seconds:F0} durable_per_s={Durable / seconds:F0} durable_per_cpu_s={Durable / Math.Max(0.001, cpuSeconds):F0} server_cpu_percent={cpuSeconds * 100 / seconds:F0} taken={_taken.Count} held_back={_heldBack.Count} without_retry_info={WithoutTime} failed={Failed} taken_ms={Times(_taken)} held_back_ms={Times(_heldBack)} not_served_ms={_longestWaiting:F0} each_second={string.Join(',', _seconds)}");
        }
    }

    private static string Times(List<double> sorted) => sorted.Count == 0
        ? "-"
        : string.Create(CultureInfo.InvariantCulture, $"{sorted[sorted.Count / 2]:F1}/{sorted[(int)(sorted.Count * 0.99)]:F1}/{sorted[^1]:F1}");
}
