using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace TopGun.Host.Serving;

/// <summary>Where metrics and traces are sent by OTLP.</summary>
/// <param name="Endpoint">The collector's address.</param>
/// <param name="Protocol">gRPC, or Protobuf over HTTP.</param>
internal sealed record OtlpExport(Uri Endpoint, OtlpExportProtocol Protocol)
{
    /// <summary>Reads the settings; null where nothing is sent.</summary>
    /// <exception cref="StartFailure">One is wrong.</exception>
    public static OtlpExport? Of(string? endpoint, string? protocol)
    {
        if (string.IsNullOrEmpty(endpoint)) return null;
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new StartFailure($"TOPGUN_OTLP_ENDPOINT is '{endpoint}', which is no address such as http://collector:4317.");
        return new OtlpExport(address, protocol switch
        {
            null or "" or "grpc" => OtlpExportProtocol.Grpc,
            "http" => OtlpExportProtocol.HttpProtobuf,
            _ => throw new StartFailure($"TOPGUN_OTLP_PROTOCOL is '{protocol}'; grpc (port 4317 as a rule) and http (4318) are valid."),
        });
    }

    /// <summary>Sends what an application's server measures.</summary>
    public void AddTo(IServiceCollection services) => services.AddOpenTelemetry()
        .ConfigureResource(resource => resource.AddService("topgun", serviceVersion: typeof(OtlpExport).Assembly.GetName().Version?.ToString(3)))
        .WithMetrics(metrics => metrics
            .AddMeter("TopGun.Server", "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel")
            .AddOtlpExporter(exporter => Set(exporter, "v1/metrics")))
        // Without the spans of requests ours would be children of what is not recorded, and so not recorded either.
        .WithTracing(traces => traces.AddSource("TopGun.Server", "Microsoft.AspNetCore").AddOtlpExporter(exporter => Set(exporter, "v1/traces")));

    private void Set(OtlpExporterOptions exporter, string path)
    {
        exporter.Protocol = Protocol;
        // What is set by code is taken as it stands, so the path of the signal has to stand in it.
        exporter.Endpoint = Protocol == OtlpExportProtocol.HttpProtobuf ? new Uri($"{Endpoint.ToString().TrimEnd('/')}/{path}") : Endpoint;
    }
}
