using Grpc.AspNetCore.Server;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TopGun.Grpc.Server.Calls;
using TopGun.Grpc.Server.Web;
using TopGun.Grpc.Wire;

namespace TopGun.Grpc.Server.Binding;

/// <summary>What all calls of the process share: options, time and log.</summary>
internal sealed class CallEnvironment(IOptions<GrpcServiceOptions> options, TimeProvider time, ILogger<ServerCall> logger)
{
    /// <summary>How calls are taken.</summary>
    public GrpcServiceOptions Options { get; } = options.Value;

    /// <summary>The compression of responses; null for none.</summary>
    public MessageCodec? ResponseCodec { get; } = options.Value.ResponseCompressionAlgorithm is { } name
        ? MessageCodec.Find(name) ?? throw new InvalidOperationException($"The response compression '{name}' is not known.")
        : null;

    /// <summary>The pages that may call from elsewhere.</summary>
    public WebOrigins Origins { get; } = new(options.Value.WebOrigins);

    /// <summary>The clock of deadlines.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>Where failed calls are told.</summary>
    public ILogger Logger { get; } = logger;
}
