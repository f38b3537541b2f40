using System.Diagnostics;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using TopGun.Grpc.Errors;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Host.Bench;

/// <summary>Drives a server with writes.</summary>
internal static class BenchRun
{
    /// <summary>Runs.</summary>
    /// <exception cref="StartFailure">The server refuses, or is not there.</exception>
    public static async Task<BenchResult> RunAsync(BenchShape shape, CancellationToken cancellationToken)
    {
        using var channel = GrpcChannel.ForAddress(shape.Server);
        var stub = new Wire.MapService.MapServiceClient(channel);
        var headers = new Metadata { { "authorization", $"Bearer {shape.Token}" } };
        var tally = new Tally();
        var clock = Stopwatch.StartNew();
        try
        {
            await Task.WhenAll(Enumerable.Range(0, shape.Callers).Select(caller => CallAsync(stub, headers, shape, caller, clock, tally, cancellationToken)));
        }
        catch (RpcException refused)
        {
            throw new StartFailure($"The server at {shape.Server} says {refused.StatusCode}: {refused.Status.Detail}", refused);
        }

        return tally.Result(clock.Elapsed);
    }

    private static async Task CallAsync(
        Wire.MapService.MapServiceClient stub, Metadata headers, BenchShape shape, int caller, Stopwatch clock, Tally tally, CancellationToken cancellationToken)
    {
        for (var number = 0L; clock.Elapsed < shape.Time; number++)
        {
            var request = new Wire.BatchRequest { Map = shape.Map };
            for (var i = 0; i < shape.Batch; i++)
                request.Writes.Add(new Wire.BatchWrite { Key = $"{caller}-{(number * shape.Batch) + i}", Put = new() { Int64Value = number } });
            var start = clock.Elapsed;
            try
            {
                var response = await stub.BatchAsync(request, headers, cancellationToken: cancellationToken);
                var refused = response.Results.FirstOrDefault(result => result.Code is not (Wire.OpResultCode.Applied or Wire.OpResultCode.Superseded));
                if (refused is not null) throw new StartFailure($"The server refuses writes of map {shape.Map}: {refused.Code}, {refused.Reason}");
                tally.Count(shape.Batch, clock.Elapsed - start);
            }
            catch (RpcException held) when (held.StatusCode is StatusCode.ResourceExhausted or StatusCode.Unavailable && RichStatus.Detail<RetryInfo>(held) is { } retry)
            {
                tally.CountRefusal();
                await Task.Delay(retry.RetryDelay.ToTimeSpan(), cancellationToken);
            }
        }
    }

    private sealed class Tally
    {
        private readonly Lock _gate = new();
        private readonly List<TimeSpan> _latencies = [];
        private long _writes;
        private long _refusals;

        public void Count(int writes, TimeSpan latency)
        {
            lock (_gate)
            {
                _writes += writes;
                _latencies.Add(latency);
            }
        }

        public void CountRefusal() => Interlocked.Increment(ref _refusals);

        public BenchResult Result(TimeSpan time)
        {
            lock (_gate) return new BenchResult(_writes, Interlocked.Read(ref _refusals), time, [.. _latencies.Order()]);
        }
    }
}
