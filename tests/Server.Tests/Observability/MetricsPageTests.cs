using System.Diagnostics.Metrics;
using System.Net;
using System.Text.RegularExpressions;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using TopGun.Core.Sync;
using TopGun.Server.Observability;
using TopGun.Server.Tests.Endpoint;
using TopGun.Server.Tests.Resolvers;

namespace TopGun.Server.Tests.Observability;

/// <summary>What Prometheus reads.</summary>
public sealed partial class MetricsPageTests
{
    [Fact]
    public async Task A_server_shows_what_it_did()
    {
        await using var server = await TestServer.StartAsync(configure: options => (options.Limits.OpsBurst, options.Limits.OpsPerSecond) = (5, 1));
        using (var client = await server.Connect())
        {
            var writer = new TestWriter("notes") { FirstSentMs = server.NowMs };
            await client.Settle(writer.Batch(writer.Set("a", 1), writer.Set("b", 1), writer.Set("", 1)));
            await client.Send(writer.NewOps(5));
            await client.Next<BatchStopped>();
            var during = await Page(server);
            Assert.Contains("topgun_ops_total{topgun_result=\"applied\"} 2\n", during);
            Assert.Contains("topgun_ops_total{topgun_result=\"invalid\"} 1\n", during);
            Assert.Contains("topgun_limited_total{topgun_limit=\"ops\"} 1\n", during);
            Assert.Contains("topgun_sessions 1\n", during);
            Assert.Contains("topgun_commit_duration_seconds_bucket{le=\"+Inf\"} 1\n", during);
            Assert.Contains("# TYPE topgun_commit_duration_seconds histogram\n", during);
            Assert.Contains("dotnet_process_memory_working_set_bytes ", during);
            await client.End();
            Assert.Equal(StatusCode.OK, await client.Outcome());
        }

        var after = await Page(server);
        Assert.Contains("topgun_sessions 0\n", after);
        Assert.Contains("topgun_sessions_ended_total{topgun_reason=\"ok\"} 1\n", after);
    }

    [Theory]
    [InlineData("127.0.0.1", null, null, null, true)]
    [InlineData("::1", null, null, null, true)]
    [InlineData("127.0.0.1", "X-Forwarded-For", null, null, false)]
    [InlineData("127.0.0.1", "Forwarded", "t", "Bearer t", true)]
    [InlineData("10.0.0.7", null, null, null, false)]
    [InlineData("10.0.0.7", null, null, "Bearer ", false)]
    [InlineData("10.0.0.7", null, "", "Bearer ", false)]
    [InlineData("10.0.0.7", null, "t", null, false)]
    [InlineData("10.0.0.7", null, "t", "Bearer u", false)]
    [InlineData("10.0.0.7", null, "t", "t", false)]
    [InlineData("10.0.0.7", null, "t", "Bearer t", true)]
    public void From_another_machine_it_takes_a_token(string from, string? forwarded, string? token, string? shown, bool isAllowed)
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(from) } };
        if (forwarded is not null) context.Request.Headers[forwarded] = "10.0.0.7";
        if (shown is not null) context.Request.Headers.Authorization = shown;

        Assert.Equal(isAllowed, MetricsPage.Allows(context, token));
    }

    [Fact]
    public void Tags_are_escaped_and_bounded_and_values_are_written_for_machines()
    {
        using var meters = new TestMeters();
        using var page = new MetricsPage(meters);
        var counter = meters.Create(new MeterOptions(ServerMetrics.MeterName)).CreateCounter<double>("topgun.test", "By", "Says \\ and\nmore.");
        counter.Add(0.5, new KeyValuePair<string, object?>("a.b", "x\"y\\z\n"));
        for (var i = 0; i < 5_000; i++) counter.Add(1, new KeyValuePair<string, object?>("n", i));

        var text = page.Write();
        Assert.Contains("# HELP topgun_test_bytes_total Says \\\\ and\\nmore.\n# TYPE topgun_test_bytes_total counter\n", text);
        Assert.Contains("topgun_test_bytes_total{a_b=\"x\\\"y\\\\z\\n\"} 0.5\n", text);
        Assert.Equal(1_000, text.Split('\n').Count(line => line.StartsWith("topgun_test_bytes_total", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_dashboard_and_the_documents_name_metrics_that_there_are()
    {
        using var meters = new TestMeters();
        List<string> names = [];
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => { if (instrument.Meter.Scope == meters) names.Add(instrument.Name); } };
        listener.Start();
        _ = new ServerMetrics(meters);
        _ = new Server.Resolvers.ResolverMetrics(meters);

        var operations = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "OPERATIONS.md"));
        Assert.All(names, name => Assert.Contains($"`{name}`", operations));
        var shown = Metric().Matches(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "deploy", "grafana-topgun.json"))).Select(match => match.Value);
        Assert.All(shown, metric => Assert.Contains(names, name => metric.StartsWith(name.Replace('.', '_'), StringComparison.Ordinal)));
    }

    private static async Task<string> Page(TestServer server)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        return await http.GetStringAsync(new Uri(server.WebAddress, "/metrics"));
    }

    [GeneratedRegex("topgun_[a-z_]+_[a-z_]+(?=[{\\[)])")]
    private static partial Regex Metric();
}
