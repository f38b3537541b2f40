using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using TopGun.Host.Bench;
using TopGun.Host.Serving;

namespace TopGun.Host.Tests.Serving;

/// <summary>What a collector gets by OTLP from a server that is set up as docs/OPERATIONS.md says, and the names that stand there.</summary>
public sealed partial class OtlpExportTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string Section = SectionOf(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "OPERATIONS.md")));

    private readonly TemporaryDirectory _directory = new();

    [Theory]
    [InlineData(null, "/opentelemetry.proto.collector.trace.v1.TraceService/Export", "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export")]
    [InlineData("http", "/v1/traces", "/v1/metrics")]
    public async Task A_write_s_spans_and_metrics_reach_a_collector_at_the_latest_when_the_server_stops(string? protocol, string traces, string metrics)
    {
        await using var collector = await Collector.StartAsync(isGrpc: protocol is null);
        await ServeAsync([("TOPGUN_OTLP_ENDPOINT", collector.Address), ("TOPGUN_OTLP_PROTOCOL", protocol)], WriteAsync);

        var (spans, measured) = (collector.Got(traces), collector.Got(metrics));
        Assert.All(SpanNames(), name => Assert.Contains(name, spans));
        Assert.Contains("notes", spans);
        Assert.All(["topgun.commit.duration", "topgun.commit.records", "dotnet.", "kestrel."], name => Assert.Contains(name, measured));
    }

    [Fact]
    public async Task The_metrics_that_are_documented_are_those_that_there_are()
    {
        HashSet<string> there = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                lock (there)
                    if (instrument.Meter.Name == "TopGun.Server") there.Add(instrument.Name);
            },
        };
        listener.Start();

        await ServeAsync([], WriteAsync);

        lock (there) Assert.Equal(Metric().Matches(Section).Select(row => row.Groups[1].Value).Order(), there.Order());
    }

    [Theory]
    [InlineData("collector", null, "no address")]
    [InlineData("http://collector:4317", "udp", "grpc (port 4317 as a rule) and http")]
    public void What_is_wrong_is_named(string endpoint, string? protocol, string named)
        => Assert.Contains(named, Assert.Throws<StartFailure>(() => OtlpExport.Of(endpoint, protocol)).Message);

    public void Dispose() => _directory.Dispose();

    private async Task ServeAsync((string Name, string? Value)[] variables, Func<string, string, Task> use)
    {
        using var stop = new CancellationTokenSource();
        var output = new WatchedOutput();
        var environment = variables.ToDictionary(variable => variable.Name, variable => variable.Value);
        var running = ServerRun.RunAsync(ServeSettings.Read(true, _directory.File("topgun.db"), null, 0, null, null, environment.GetValueOrDefault), output, stop.Token);
        await output.Ready.WaitAsync(Patience);
        await use(LineOf(output, "grpc:"), LineOf(output, "token:"));
        await stop.CancelAsync();
        Assert.Equal(0, await running.WaitAsync(Patience));
    }

    private static async Task WriteAsync(string address, string token)
    {
        // A machine that is busy may be late for the first.
        while ((await BenchRun.RunAsync(new BenchShape(new Uri(address), token, "notes", 1, 1, TimeSpan.FromMilliseconds(50)), TestContext.Current.CancellationToken)).Writes == 0) ;
    }

    private static string LineOf(WatchedOutput output, string name) => output.ToString().Split('\n').Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Trim();

    private static IEnumerable<string> SpanNames()
    {
        string[] names = [.. Name().Matches(Section[Section.IndexOf("The source of spans", StringComparison.Ordinal)..]).Select(match => match.Groups[1].Value)];
        Assert.Contains("topgun.write", names);
        return names;
    }

    private static string SectionOf(string page)
    {
        var section = page[page.IndexOf("## Metrics, traces and logs", StringComparison.Ordinal)..];
        return section[..section.IndexOf("\n## ", StringComparison.Ordinal)];
    }

    [GeneratedRegex(@"^\| `(topgun\.[a-z.]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Metric();

    [GeneratedRegex(@"`(topgun\.[a-z.]+)`")]
    private static partial Regex Name();
}
