using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace TopGun.Server.Observability;

/// <summary>What one instrument has measured, by its tags. Safe for many threads at once.</summary>
internal sealed class MetricSeries(Instrument instrument)
{
    // A tag that takes ever new values must not take the memory of the server.
    private const int MostTagSets = 1_000;

    private static readonly double[] Seconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private static readonly double[] Counts = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 10_000, 100_000, 1_000_000];

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Measured> _measured = new(StringComparer.Ordinal);

    // What is measured comes with the same tags each time, several times for each call: their text is made once.
    private readonly Dictionary<int, (KeyValuePair<string, object?>[] Tags, Measured Measured)> _known = [];
    private readonly bool _isHistogram = IsOf(instrument, typeof(Histogram<>));
    private readonly bool _isCounter = IsOf(instrument, typeof(Counter<>)) || IsOf(instrument, typeof(ObservableCounter<>));
    private readonly bool _isObserved = instrument.IsObservable || IsOf(instrument, typeof(Gauge<>));
    private readonly double[] _bounds = instrument.Unit == "s" ? Seconds : Counts;

    /// <summary>The name that Prometheus sees.</summary>
    public string Name { get; } = NameOf(instrument);

    /// <summary>Takes a measurement.</summary>
    public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_gate)
        {
            if (Find_NeedsLock(tags) is not { } measured) return;
            measured.Count++;
            measured.Sum = _isObserved ? value : measured.Sum + value;
            for (var i = 0; measured.Buckets is { } buckets && i < buckets.Length; i++)
                if (value <= _bounds[i]) buckets[i]++;
        }
    }

    private Measured? Find_NeedsLock(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var hash = default(HashCode);
        foreach (var tag in tags) hash.Add(tag.Value);
        var slot = hash.ToHashCode();
        if (_known.TryGetValue(slot, out var known) && Are(tags, known.Tags)) return known.Measured;
        var labels = LabelsOf(tags);
        if (!_measured.TryGetValue(labels, out var measured))
        {
            if (_measured.Count >= MostTagSets) return null;
            _measured[labels] = measured = new Measured(_isHistogram ? new long[_bounds.Length] : null);
        }

        // Two with one hash change places, which only costs the text.
        if (_known.Count < MostTagSets || known.Tags is not null) _known[slot] = (tags.ToArray(), measured);
        return measured;
    }

    private static bool Are(ReadOnlySpan<KeyValuePair<string, object?>> tags, KeyValuePair<string, object?>[] known)
    {
        if (tags.Length != known.Length) return false;
        for (var i = 0; i < known.Length; i++)
            if (tags[i].Key != known[i].Key || !Equals(tags[i].Value, known[i].Value)) return false;
        return true;
    }

    /// <summary>Adds it to a page.</summary>
    public void Write(StringBuilder page)
    {
        lock (_gate)
        {
            if (_measured.Count == 0) return;
            page.Append("# HELP ").Append(Name).Append(' ').Append(Escaped(instrument.Description ?? Name, false)).Append('\n');
            page.Append("# TYPE ").Append(Name).Append(' ').Append(_isHistogram ? "histogram" : _isCounter ? "counter" : "gauge").Append('\n');
            foreach (var (labels, measured) in _measured) Write(page, labels, measured);
        }
    }

    private void Write(StringBuilder page, string labels, Measured measured)
    {
        if (measured.Buckets is not { } buckets)
        {
            Line(page, Name, labels, Text(measured.Sum));
            return;
        }

        var more = labels.Length > 0 ? labels + "," : "";
        for (var i = 0; i < buckets.Length; i++) Line(page, Name + "_bucket", $"{more}le=\"{Text(_bounds[i])}\"", Text(buckets[i]));
        Line(page, Name + "_bucket", more + "le=\"+Inf\"", Text(measured.Count));
        Line(page, Name + "_sum", labels, Text(measured.Sum));
        Line(page, Name + "_count", labels, Text(measured.Count));
    }

    private static void Line(StringBuilder page, string name, string labels, string value)
    {
        page.Append(name);
        if (labels.Length > 0) page.Append('{').Append(labels).Append('}');
        // Not the end of line of the platform: the format knows one only.
        page.Append(' ').Append(value).Append('\n');
    }

    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length == 0) return "";
        var labels = new string[tags.Length];
        for (var i = 0; i < tags.Length; i++) labels[i] = $"{Plain(tags[i].Key)}=\"{Escaped(Convert.ToString(tags[i].Value, CultureInfo.InvariantCulture) ?? "", true)}\"";
        Array.Sort(labels, StringComparer.Ordinal);
        return string.Join(',', labels);
    }

    private static string NameOf(Instrument instrument)
    {
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        var name = Plain(instrument.Name);
        if (unit.Length > 0 && !name.EndsWith(unit, StringComparison.Ordinal)) name += unit;
        return IsOf(instrument, typeof(Counter<>)) || IsOf(instrument, typeof(ObservableCounter<>)) ? name + "_total" : name;
    }

    private static string Plain(string name) => string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));

    private static string Escaped(string text, bool isQuoted)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return isQuoted ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static bool IsOf(Instrument instrument, Type open) => instrument.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == open;

    private sealed class Measured(long[]? buckets)
    {
        public long[]? Buckets { get; } = buckets;

        public long Count { get; set; }

        public double Sum { get; set; }
    }
}
