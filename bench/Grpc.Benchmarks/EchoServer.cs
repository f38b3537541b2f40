using System.Diagnostics;
using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TopGun.Grpc.Benchmarks.Protos;
using TopGun.Grpc.Server;

namespace TopGun.Grpc.Benchmarks;

/// <summary>The server that is measured.</summary>
internal sealed class EchoServer : EchoService.EchoServiceBase
{
    private const int BurstLength = 32;

    private static readonly WriteOptions Hint = new(WriteFlags.BufferHint);

    /// <summary>Runs it until its input ends; its first line is its address.</summary>
    public static async Task RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.Limits.ApplyGrpcLimits();
            server.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddGrpc();
        await using var app = builder.Build();
        app.MapGrpcService<EchoServer>();
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        await Console.In.ReadToEndAsync();
    }

    public override Task<Parcel> Ask(Parcel request, ServerCallContext context) => Task.FromResult(request);

    public override async Task Talk(IAsyncStreamReader<Parcel> requestStream, IServerStreamWriter<Parcel> responseStream, ServerCallContext context)
    {
        while (await requestStream.MoveNext()) await responseStream.WriteAsync(requestStream.Current);
    }

    public override async Task Tell(Parcel request, IServerStreamWriter<Parcel> responseStream, ServerCallContext context)
    {
        var answer = new Parcel { Payload = request.Payload };
        for (var i = 1; i <= Math.Abs(request.Count); i++)
        {
            responseStream.WriteOptions = request.Count < 0 && i % BurstLength != 0 ? Hint : null;
            await responseStream.WriteAsync(answer);
        }
    }

    public override Task<Usage> Measure(Parcel request, ServerCallContext context) => Task.FromResult(Now());

    /// <summary>What this process has used so far.</summary>
    public static Usage Now()
    {
        using var process = Process.GetCurrentProcess();
        return new Usage { AllocatedBytes = GC.GetTotalAllocatedBytes(), ProcessorUs = (long)process.TotalProcessorTime.TotalMicroseconds };
    }
}
