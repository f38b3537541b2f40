using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace TopGun.Server.Observability;

/// <summary>The metrics of the process in the text format of Prometheus (0.0.4). Safe for many threads at once.</summary>
internal sealed class MetricsPage : IDisposable
{
    /// <summary>What the page says it is.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private static readonly string[] Shown = [ServerMetrics.MeterName, "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel"];

    private readonly Lock _gate = new();
    private readonly List<MetricSeries> _series = [];
    private readonly MeterListener _listener = new();

    /// <summary>Begins to listen; what was counted before is not shown.</summary>
    /// <param name="meters">Whose meters are this server's: another one in the process has its own.</param>
    public MetricsPage(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!Shown.Contains(instrument.Meter.Name) || (instrument.Meter.Scope is { } scope && scope != meters)) return;
            var series = new MetricSeries(instrument);
            lock (_gate) _series.Add(series);
            listener.EnableMeasurementEvents(instrument, series);
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => ((MetricSeries)state!).Take(value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, state) => ((MetricSeries)state!).Take(value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, state) => ((MetricSeries)state!).Take(value, tags));
        _listener.Start();
    }

    /// <summary>Whether a request may see the page: from this machine, or with the token.</summary>
    /// <param name="context">The request.</param>
    /// <param name="token">The token; null for none, and then nobody from elsewhere may.</param>
    public static bool Allows(HttpContext context, string? token)
    {
        // A proxy on this machine brings requests from anywhere.
        var isForwarded = context.Request.Headers.ContainsKey("X-Forwarded-For") || context.Request.Headers.ContainsKey("Forwarded");
        if (!isForwarded && context.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from)) return true;
        if (string.IsNullOrEmpty(token)) return false;
        var shown = Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString());
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(shown), SHA256.HashData(Encoding.UTF8.GetBytes($"Bearer {token}")));
    }

    /// <summary>The page as it is now.</summary>
    public string Write()
    {
        _listener.RecordObservableInstruments();
        var page = new StringBuilder();
        lock (_gate)
            foreach (var series in _series.OrderBy(series => series.Name, StringComparer.Ordinal)) series.Write(page);
        return page.ToString();
    }

    public void Dispose() => _listener.Dispose();
}
