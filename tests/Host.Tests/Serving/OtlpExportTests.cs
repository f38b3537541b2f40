using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Exporter;
using TopGun.Host.Serving;

namespace TopGun.Host.Tests.Serving;

/// <summary>What a collector gets by OTLP.</summary>
public sealed class OtlpExportTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task Metrics_reach_a_collector_at_the_latest_when_the_server_stops()
    {
        var got = new ConcurrentDictionary<string, string>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var collector = builder.Build();
        collector.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            got[context.Request.Path] = Encoding.Latin1.GetString(body.ToArray());
        });
        await collector.StartAsync(TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource();
        var output = new WatchedOutput();
        var running = ServerRun.RunAsync(
            ServerRunTests.Settings(_directory.File("topgun.db")) with { Otlp = new OtlpExport(new Uri(collector.Urls.First()), OtlpExportProtocol.HttpProtobuf) }, output, stop.Token);
        await output.Ready.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        await stop.CancelAsync();
        Assert.Equal(0, await running.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));

        Assert.True(got.TryGetValue("/v1/metrics", out var metrics), string.Join(' ', got.Keys));
        Assert.Contains("topgun", metrics);
        Assert.Contains("dotnet.", metrics);
    }

    [Theory]
    [InlineData("collector", null, "no address")]
    [InlineData("http://collector:4317", "udp", "grpc (port 4317 as a rule) and http")]
    public void What_is_wrong_is_named(string endpoint, string? protocol, string named)
        => Assert.Contains(named, Assert.Throws<StartFailure>(() => OtlpExport.Of(endpoint, protocol)).Message);

    public void Dispose() => _directory.Dispose();
}
